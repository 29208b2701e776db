-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- How far each version of an entry may be seen. Of those that were written before, only hosts know.
ALTER TABLE revisions ADD COLUMN visibility BIGINT NOT NULL DEFAULT 3;
