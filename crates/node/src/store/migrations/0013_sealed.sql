-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Under whose key the log has the contact for care; nothing for one that was written before it was sealed.
ALTER TABLE communities ADD COLUMN care_subject {{uuid}};
