-- What the second migration made of it, with a row of every table it added. Once
-- that version is released this file never changes.
-- Threads of notes, what people say of them, rooms, and messages that were
-- locked as spoilers.

ALTER TABLE club ADD COLUMN rooms INTEGER NOT NULL DEFAULT 0; -- a private thread for each checkpoint

ALTER TABLE note ADD COLUMN parent_id INTEGER REFERENCES note (id);
ALTER TABLE note ADD COLUMN root_id INTEGER REFERENCES note (id); -- the first note of its thread; NULL for that one
ALTER TABLE note ADD COLUMN prompt_id INTEGER REFERENCES prompt (id) -- the question that it answers
    CHECK (prompt_id IS NULL OR parent_id IS NULL);
ALTER TABLE note ADD COLUMN said_channel_id TEXT NOT NULL DEFAULT ''; -- the message that it was before
ALTER TABLE note ADD COLUMN said_message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE note ADD COLUMN replies INTEGER NOT NULL DEFAULT 0; -- of a first note: those in its thread that are there

-- A note opens at the highest of its own lock, those of the notes above it and
-- that of the question it answers. What decides is computed from these. opens
-- and shelf are no lock but where it is counted and listed: the key of the
-- lock it has so, and of that of its thread's first note; they are set anew
-- whenever a lock changes. A key is a chapter's id, 0 for all, -1 for the
-- whole book.
ALTER TABLE note ADD COLUMN opens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE note ADD COLUMN shelf INTEGER NOT NULL DEFAULT 0;
UPDATE note SET opens = iif(lock_whole, -1, coalesce(lock_chapter_id, 0)), shelf = iif(lock_whole, -1, coalesce(lock_chapter_id, 0));

-- 1: a first note; 2: a first note that was deleted, with replies; 3: a reply;
-- NULL: gone.
ALTER TABLE note ADD COLUMN standing INTEGER AS (CASE
    WHEN parent_id IS NOT NULL THEN iif(deleted_at IS NULL, 3, NULL)
    WHEN deleted_at IS NULL THEN 1
    WHEN replies > 0 THEN 2 END) VIRTUAL;

DROP INDEX note_live;
CREATE INDEX note_listed ON note (read_id, shelf, id, standing) WHERE standing < 3;
CREATE INDEX note_first_gone ON note (read_id) WHERE standing = 2;
CREATE INDEX note_reply ON note (read_id, opens, id, root_id, author_id) WHERE standing = 3;
CREATE INDEX note_thread ON note (root_id, id);
CREATE INDEX note_parent ON note (parent_id);
CREATE INDEX note_prompt ON note (prompt_id);
CREATE INDEX note_author ON note (read_id, author_id, standing, shelf, opens);
CREATE INDEX note_opens ON note (opens) WHERE standing IS NOT NULL;
CREATE INDEX note_stubs ON note (author_id, read_id, stub_channel_id);
CREATE UNIQUE INDEX note_said ON note (said_message_id) WHERE said_message_id <> '';

ALTER TABLE note_seen ADD COLUMN nth INTEGER NOT NULL DEFAULT 0; -- of what the person saw of the read; 0: their own
CREATE INDEX note_seen_nth ON note_seen (user_id, read_id, nth, note_id);

-- How many notes stand where, and how many of them each person has seen: so
-- that a list of any length is counted by a look. An author has seen their own.
-- Triggers keep them, but where locks change: then a whole thread moves, and is
-- counted anew at once.
CREATE TABLE note_tally (
    read_id     INTEGER NOT NULL REFERENCES read (id),
    shelf       INTEGER NOT NULL,
    opens       INTEGER NOT NULL,
    standing    INTEGER NOT NULL,
    n           INTEGER NOT NULL,
    PRIMARY KEY (read_id, shelf, opens, standing)
) STRICT, WITHOUT ROWID;
CREATE TABLE seen_tally (
    user_id     TEXT NOT NULL,
    read_id     INTEGER NOT NULL REFERENCES read (id),
    shelf       INTEGER NOT NULL,
    opens       INTEGER NOT NULL,
    standing    INTEGER NOT NULL,
    n           INTEGER NOT NULL,
    PRIMARY KEY (user_id, read_id, shelf, opens, standing)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_tally_read ON seen_tally (read_id);

INSERT INTO note_seen (user_id, read_id, note_id)
    SELECT author_id, read_id, id FROM note WHERE deleted_at IS NULL ON CONFLICT DO NOTHING;
INSERT INTO note_tally SELECT read_id, shelf, opens, standing, count(*)
    FROM note WHERE standing IS NOT NULL GROUP BY 1, 2, 3, 4;
INSERT INTO seen_tally SELECT user_id, note.read_id, shelf, opens, standing, count(*)
    FROM note_seen JOIN note ON note.id = note_seen.note_id WHERE standing IS NOT NULL GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER note_added AFTER INSERT ON note WHEN NEW.standing IS NOT NULL BEGIN
    INSERT INTO note_tally VALUES (NEW.read_id, NEW.shelf, NEW.opens, NEW.standing, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER note_turned AFTER UPDATE OF deleted_at, replies ON note WHEN OLD.standing IS NOT NEW.standing BEGIN
    UPDATE note_tally SET n = n - 1
        WHERE read_id = OLD.read_id AND shelf = OLD.shelf AND opens = OLD.opens AND standing = OLD.standing;
    INSERT INTO note_tally SELECT NEW.read_id, NEW.shelf, NEW.opens, NEW.standing, 1 WHERE NEW.standing IS NOT NULL
        ON CONFLICT DO UPDATE SET n = n + 1;
    UPDATE seen_tally SET n = n - 1
        WHERE user_id IN (SELECT user_id FROM note_seen WHERE note_id = OLD.id)
            AND read_id = OLD.read_id AND shelf = OLD.shelf AND opens = OLD.opens AND standing = OLD.standing;
    INSERT INTO seen_tally SELECT user_id, NEW.read_id, NEW.shelf, NEW.opens, NEW.standing, 1
        FROM note_seen WHERE note_id = NEW.id AND NEW.standing IS NOT NULL
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER note_seen_added AFTER INSERT ON note_seen BEGIN
    INSERT INTO seen_tally SELECT NEW.user_id, read_id, shelf, opens, standing, 1
        FROM note WHERE id = NEW.note_id AND standing IS NOT NULL
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER note_seen_gone AFTER DELETE ON note_seen BEGIN
    UPDATE seen_tally SET n = n - 1
        WHERE user_id = OLD.user_id AND (read_id, shelf, opens, standing) IN
            (SELECT read_id, shelf, opens, standing FROM note WHERE id = OLD.note_id);
END;

-- "I felt that too".
CREATE TABLE note_felt (
    note_id     INTEGER NOT NULL REFERENCES note (id),
    user_id     TEXT NOT NULL,
    PRIMARY KEY (note_id, user_id)
) STRICT, WITHOUT ROWID;

-- Somebody said that a note gives away more than its lock; was_ is the lock that
-- it had. NULL in closed_at: nobody has looked at it yet.
CREATE TABLE report (
    note_id         INTEGER NOT NULL REFERENCES note (id),
    user_id         TEXT NOT NULL,
    read_id         INTEGER NOT NULL REFERENCES read (id), -- the note's
    was_chapter_id  INTEGER REFERENCES chapter (id),
    was_whole       INTEGER NOT NULL DEFAULT 0,
    made_at         INTEGER NOT NULL,
    told_at         INTEGER, -- when its author was told
    closed_at       INTEGER,
    PRIMARY KEY (note_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_open ON report (read_id) WHERE closed_at IS NULL;
CREATE INDEX report_untold ON report (read_id) WHERE told_at IS NULL;
CREATE INDEX report_was ON report (was_chapter_id);

CREATE TABLE note_picture (
    note_id     INTEGER NOT NULL REFERENCES note (id),
    place       INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    alt         TEXT NOT NULL,
    data        BLOB NOT NULL,
    PRIMARY KEY (note_id, place)
) STRICT;
CREATE TABLE draft_picture (
    draft_id    INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    alt         TEXT NOT NULL,
    data        BLOB NOT NULL,
    PRIMARY KEY (draft_id, place)
) STRICT;

-- A draft's id is never used again: an old button may still name it.
CREATE TABLE draft2 (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id    TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
INSERT INTO draft2 SELECT * FROM draft;
DROP TABLE draft;
ALTER TABLE draft2 RENAME TO draft;
CREATE INDEX draft_expiry ON draft (expires_at);
CREATE INDEX draft_maker ON draft (user_id, kind);

-- Who asked to be in the room of a checkpoint. Whether they are is the rule's
-- to say, each time that it is looked at.
CREATE TABLE seat (
    checkpoint_id   INTEGER NOT NULL REFERENCES checkpoint (id),
    user_id         TEXT NOT NULL,
    read_id         INTEGER NOT NULL REFERENCES read (id), -- the checkpoint's
    taken_at        INTEGER NOT NULL,
    PRIMARY KEY (checkpoint_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_reader ON seat (read_id, user_id);
CREATE INDEX work_room ON work (message_id) WHERE kind = 'room' AND message_id <> '';
PRAGMA user_version = 2;
INSERT INTO note (id, read_id, author_id, kind, lock_chapter_id, text, created_at, parent_id, root_id, opens, shelf) VALUES (2, 1, '31', 'thought', 2, 'A reply.', 1804000000, 1, 1, 2, 1);
UPDATE note SET replies = 1 WHERE id = 1;
INSERT INTO note_seen (user_id, read_id, note_id) VALUES ('31', 1, 2);
INSERT INTO note_felt (note_id, user_id) VALUES (1, '31');
INSERT INTO report (note_id, user_id, read_id, was_chapter_id, made_at) VALUES (1, '31', 1, 1, 1804000000);
INSERT INTO note_picture (note_id, place, kind, alt, data) VALUES (1, 0, 'image/png', 'A pencil case.', x'89504e47');
INSERT INTO draft_picture (draft_id, place, kind, alt, data) VALUES (1, 0, 'image/png', '', x'89504e47');
INSERT INTO seat (checkpoint_id, user_id, read_id, taken_at) VALUES (1, '31', 1, 1804000000);
INSERT INTO work (id, kind, subject, club_id, read_id, lane, due_at) VALUES (2, 'checkpoint', 1, 1, 1, '20', 1806000000);
