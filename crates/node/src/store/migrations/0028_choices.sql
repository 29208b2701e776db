-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- By what ties are broken when the ballots are counted. Its digest was promised with the firm text; it is told at the count.
ALTER TABLE decisions ADD COLUMN seed TEXT;

-- The kind of mandate that those who are chosen receive, once it is in force.
ALTER TABLE decisions ADD COLUMN mandate {{text}};
