-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Why a date was cancelled, for those who wanted to come.
ALTER TABLE occurrences ADD COLUMN reason TEXT;
