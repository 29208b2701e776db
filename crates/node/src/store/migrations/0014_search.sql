-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What everything is found by: words folded and stemmed by the program (spine/search), so that both engines find the same.
CREATE TABLE search_terms (
--sqlite:     number   INTEGER PRIMARY KEY,  -- SQLite's own number of the row, for its index; not in dumps
    community_id {{uuid}} NOT NULL,
    subject      {{uuid}} NOT NULL,
    part         {{text}} NOT NULL,      -- the kind of a document; '' otherwise
    kind         TEXT NOT NULL,          -- entry | message | document | member
    words        TEXT NOT NULL,
    room_words   TEXT NOT NULL,          -- of the entry's room: an activity's place
    UNIQUE (subject, part)
);
--postgres: CREATE INDEX search_index ON search_terms USING GIN (array_to_tsvector(string_to_array(btrim(words || ' ' || room_words), ' ')));
--sqlite: CREATE VIRTUAL TABLE search_index USING fts5(words, room_words, content='search_terms', content_rowid='number', tokenize='unicode61 remove_diacritics 0');
--sqlite: CREATE TRIGGER search_added AFTER INSERT ON search_terms BEGIN INSERT INTO search_index (rowid, words, room_words) VALUES (new.number, new.words, new.room_words); END;
--sqlite: CREATE TRIGGER search_gone AFTER DELETE ON search_terms BEGIN INSERT INTO search_index (search_index, rowid, words, room_words) VALUES ('delete', old.number, old.words, old.room_words); END;
--sqlite: CREATE TRIGGER search_changed AFTER UPDATE ON search_terms BEGIN INSERT INTO search_index (search_index, rowid, words, room_words) VALUES ('delete', old.number, old.words, old.room_words); INSERT INTO search_index (rowid, words, room_words) VALUES (new.number, new.words, new.room_words); END;
