-- What the third migration made of it, with a row of every table it added. Once
-- that version is released this file never changes.
-- Schedules that change in the middle, editions, reminders and events.

ALTER TABLE club ADD COLUMN reminders INTEGER NOT NULL DEFAULT 1; -- readers who ask for it are reminded
ALTER TABLE club ADD COLUMN events INTEGER NOT NULL DEFAULT 0;    -- the next checkpoints are events of the server

ALTER TABLE read ADD COLUMN uid TEXT NOT NULL DEFAULT '';   -- names the read in people's calendars
ALTER TABLE read ADD COLUMN skips TEXT NOT NULL DEFAULT ''; -- days without a checkpoint: "2026-12-21..2027-01-03,2027-02-14..2027-02-14"
ALTER TABLE read ADD COLUMN days INTEGER NOT NULL DEFAULT 0; -- on which it meets, a bit each: 1 is Sunday, 64 Saturday; 0 where that is not known
UPDATE read SET uid = lower(hex(randomblob(8)));

-- A checkpoint that a change took out of the plan keeps its row, under the
-- number -id: calendars still have it, and an undo brings it back.
ALTER TABLE checkpoint ADD COLUMN rest_weeks INTEGER NOT NULL DEFAULT 0; -- without a checkpoint, before it
ALTER TABLE checkpoint ADD COLUMN catch_up INTEGER NOT NULL DEFAULT 0;   -- 1: they are for catching up
ALTER TABLE checkpoint ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;   -- how often its date or its chapters changed
ALTER TABLE checkpoint ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0; -- the last time, 0 for never

ALTER TABLE announcement ADD COLUMN recut INTEGER NOT NULL DEFAULT 0;  -- 1: its chapters changed as well
ALTER TABLE announcement ADD COLUMN others INTEGER NOT NULL DEFAULT 0; -- how many later checkpoints changed with it

-- Another edition of a book, of the club or, with an owner, of one reader.
CREATE TABLE edition (
    id          INTEGER PRIMARY KEY,
    book_id     INTEGER NOT NULL REFERENCES book (id),
    owner_id    TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL,
    seconds     INTEGER NOT NULL DEFAULT 0, -- 1: its ends are seconds of listening, 0: pages
    UNIQUE (book_id, owner_id, name)
) STRICT;
CREATE INDEX edition_owner ON edition (owner_id);
CREATE TABLE edition_end (
    edition_id  INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    chapter_id  INTEGER NOT NULL REFERENCES chapter (id) ON DELETE CASCADE,
    ends        INTEGER NOT NULL,
    PRIMARY KEY (edition_id, chapter_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_end_chapter ON edition_end (chapter_id);

-- The edition that a person holds, if it is not the one that the book was
-- described by.
CREATE TABLE holding (
    book_id     INTEGER NOT NULL REFERENCES book (id),
    user_id     TEXT NOT NULL,
    edition_id  INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    PRIMARY KEY (book_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX holding_user ON holding (user_id);
CREATE INDEX holding_edition ON holding (edition_id);

-- What a person wishes for in a server.
CREATE TABLE person (
    guild_id    TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    reminders   INTEGER NOT NULL DEFAULT 0,
    closed      INTEGER NOT NULL DEFAULT 0, -- 1: reminders were switched off because no message came through, and the person does not know
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_user ON person (user_id);

-- The channel of direct messages with a person: Discord wants few to be opened.
CREATE TABLE direct (
    user_id     TEXT PRIMARY KEY,
    channel_id  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX work_event ON work (message_id) WHERE kind = 'event' AND message_id <> '';

-- Reads that are under way remind their readers, too.
INSERT INTO work (kind, subject, club_id, read_id, lane, due_at)
    SELECT 'remind', checkpoint.id, read.club_id, read.id, 'remind ' || read.club_id, checkpoint.at - 86400
    FROM checkpoint JOIN read ON read.id = checkpoint.read_id
    WHERE EXISTS (SELECT 1 FROM work AS post WHERE post.kind = 'checkpoint' AND post.subject = checkpoint.id
        AND post.user_id = '' AND post.open = 1 AND post.message_id = '');
PRAGMA user_version = 3;
UPDATE read SET days = 1, skips = '2027-03-14..2027-03-21' WHERE id = 1;
INSERT INTO checkpoint (id, read_id, number, last_chapter_id, at, rest_weeks, catch_up, sequence, changed_at) VALUES (2, 1, -2, 1, 1805500000, 1, 1, 2, 1804500000);
INSERT INTO announcement (id, read_id, kind, checkpoint_id, was_at, made_at, recut, others) VALUES (2, 1, 'moved', 1, 1805900000, 1804500000, 1, 1);
INSERT INTO edition (id, book_id, owner_id, name, seconds) VALUES (1, 1, '', 'Pocket', 0), (2, 1, '31', 'Read by someone', 1);
INSERT INTO edition_end (edition_id, chapter_id, ends) VALUES (1, 1, 20), (2, 2, 7200);
INSERT INTO holding (book_id, user_id, edition_id) VALUES (1, '31', 2);
INSERT INTO person (guild_id, user_id, reminders, closed) VALUES ('10', '31', 1, 0);
INSERT INTO direct (user_id, channel_id) VALUES ('31', '40');
