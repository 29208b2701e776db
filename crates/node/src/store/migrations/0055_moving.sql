-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Where a community is about to live, or lives by now, and since when nothing changes here any more.
ALTER TABLE communities ADD COLUMN moves_to {{text}};
ALTER TABLE communities ADD COLUMN left_at BIGINT;

-- What identifier it had on the network before it moved.
ALTER TABLE actors ADD COLUMN formerly {{text}};
