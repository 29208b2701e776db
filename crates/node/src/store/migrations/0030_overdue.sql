-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Whether whoever took a task on was told that its day is over: once.
ALTER TABLE decision_tasks ADD COLUMN told BOOLEAN NOT NULL DEFAULT FALSE;
