-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What the address of a member's private feed is made of, since they renewed it.
ALTER TABLE members ADD COLUMN feed_link {{uuid}};
