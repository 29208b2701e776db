-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Replies that came from another node: whose, and by which activity, so that they can be answered.
ALTER TABLE rsvps ADD COLUMN actor {{text}};
ALTER TABLE rsvps ADD COLUMN asked {{text}};
CREATE INDEX rsvps_actor ON rsvps (actor);
