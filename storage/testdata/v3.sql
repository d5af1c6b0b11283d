-- Ids of Discord are TEXT, instants are unix seconds in UTC, stars are half stars.
-- A lock is two columns: whole = 1 is the whole book, however long it grows;
-- else the chapter that must have been finished, and NULL is for all.

CREATE TABLE club (
    id          INTEGER PRIMARY KEY,
    guild_id    TEXT NOT NULL,
    channel_id  TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    timezone    TEXT NOT NULL,
    role_id     TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX club_guild ON club (guild_id);

CREATE TABLE book (
    id          INTEGER PRIMARY KEY,
    club_id     INTEGER NOT NULL REFERENCES club (id),
    title       TEXT NOT NULL,
    authors     TEXT NOT NULL DEFAULT '',
    pages       INTEGER NOT NULL DEFAULT 0,
    isbn        TEXT NOT NULL DEFAULT '',
    added_at    INTEGER NOT NULL,
    removed_at  INTEGER,
    orders      INTEGER NOT NULL DEFAULT 0 -- see the triggers below
) STRICT;
CREATE INDEX book_club ON book (club_id);

CREATE TABLE chapter (
    id          INTEGER PRIMARY KEY,
    book_id     INTEGER NOT NULL REFERENCES book (id),
    number      INTEGER NOT NULL,
    label       TEXT NOT NULL,
    title       TEXT NOT NULL DEFAULT '',
    part        TEXT NOT NULL DEFAULT '',
    end_page    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (book_id, number)
) STRICT;

-- A read is under way until ends_at, the moment of its last checkpoint or of
-- its early end; from then on it is finished, or dropped.
CREATE TABLE read (
    id          INTEGER PRIMARY KEY,
    club_id     INTEGER NOT NULL REFERENCES club (id),
    book_id     INTEGER NOT NULL REFERENCES book (id),
    start_on    TEXT NOT NULL,
    ends_at     INTEGER NOT NULL,
    dropped     INTEGER NOT NULL DEFAULT 0,
    closed      INTEGER NOT NULL DEFAULT 0, -- ended by a person and not by its plan
    reveals_at  INTEGER NOT NULL,
    started_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX read_club ON read (club_id, ends_at);
CREATE INDEX read_book ON read (book_id);

CREATE TABLE checkpoint (
    id              INTEGER PRIMARY KEY,
    read_id         INTEGER NOT NULL REFERENCES read (id),
    number          INTEGER NOT NULL,
    last_chapter_id INTEGER NOT NULL REFERENCES chapter (id),
    at              INTEGER NOT NULL,
    UNIQUE (read_id, number)
) STRICT;
CREATE INDEX checkpoint_chapter ON checkpoint (last_chapter_id);

-- Chapters and checkpoints are read all the time and change rarely, so they are
-- kept in memory under book.orders. Whatever changes them draws a new number,
-- and at random: one that was rolled back does not come again with other rows.
CREATE TRIGGER chapter_added AFTER INSERT ON chapter
    BEGIN UPDATE book SET orders = random() WHERE id = NEW.book_id; END;
CREATE TRIGGER chapter_changed AFTER UPDATE ON chapter
    BEGIN UPDATE book SET orders = random() WHERE id IN (OLD.book_id, NEW.book_id); END;
CREATE TRIGGER chapter_gone AFTER DELETE ON chapter
    BEGIN UPDATE book SET orders = random() WHERE id = OLD.book_id; END;
CREATE TRIGGER checkpoint_added AFTER INSERT ON checkpoint
    BEGIN UPDATE book SET orders = random() WHERE id = (SELECT book_id FROM read WHERE id = NEW.read_id); END;
CREATE TRIGGER checkpoint_changed AFTER UPDATE ON checkpoint
    BEGIN UPDATE book SET orders = random() WHERE id = (SELECT book_id FROM read WHERE id = NEW.read_id); END;
CREATE TRIGGER checkpoint_gone AFTER DELETE ON checkpoint
    BEGIN UPDATE book SET orders = random() WHERE id = (SELECT book_id FROM read WHERE id = OLD.read_id); END;
CREATE TRIGGER read_changed AFTER UPDATE ON read
    BEGIN UPDATE book SET orders = random() WHERE id IN (OLD.book_id, NEW.book_id); END;

CREATE TABLE reader (
    read_id     INTEGER NOT NULL REFERENCES read (id),
    user_id     TEXT NOT NULL,
    position    INTEGER NOT NULL DEFAULT 0,
    furthest    INTEGER NOT NULL DEFAULT 0,
    rereads     INTEGER NOT NULL DEFAULT 0,
    joined_at   INTEGER NOT NULL,
    left_at     INTEGER,
    PRIMARY KEY (read_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reader_user ON reader (user_id);

-- A review is a note too: a text with a lock, without a stub.
CREATE TABLE note (
    id              INTEGER PRIMARY KEY,
    read_id         INTEGER NOT NULL REFERENCES read (id),
    author_id       TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('thought', 'quote', 'question', 'review')),
    lock_chapter_id INTEGER REFERENCES chapter (id),
    lock_whole      INTEGER NOT NULL DEFAULT 0,
    text            TEXT NOT NULL,
    stub_channel_id TEXT NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL,
    edited_at       INTEGER,
    deleted_at      INTEGER,
    CHECK (lock_whole = 0 OR lock_whole = 1 AND lock_chapter_id IS NULL)
) STRICT;
-- Notes are counted by lock, and one's own apart, from this index alone; SQLite
-- wants deleted_at in it for that.
CREATE INDEX note_live ON note (read_id, lock_chapter_id, lock_whole, author_id, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX note_review ON note (read_id) WHERE kind = 'review' AND deleted_at IS NULL;
CREATE INDEX note_lock ON note (lock_chapter_id);

-- read_id is the note's: what a person has seen of a read is counted together.
CREATE TABLE note_seen (
    user_id     TEXT NOT NULL,
    read_id     INTEGER NOT NULL REFERENCES read (id),
    note_id     INTEGER NOT NULL REFERENCES note (id),
    PRIMARY KEY (user_id, read_id, note_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_seen_note ON note_seen (note_id);

-- The questions of one moment in one read stand in one post.
CREATE TABLE prompt_post (
    id          INTEGER PRIMARY KEY,
    read_id     INTEGER NOT NULL REFERENCES read (id),
    at          INTEGER NOT NULL,
    UNIQUE (read_id, at)
) STRICT;

CREATE TABLE prompt (
    id              INTEGER PRIMARY KEY,
    read_id         INTEGER NOT NULL REFERENCES read (id),
    author_id       TEXT NOT NULL,
    text            TEXT NOT NULL,
    -- 'all'; 'whole': the whole book; 'chapter'; 'moment': what is open when it is asked
    lock_kind       TEXT NOT NULL CHECK (lock_kind IN ('all', 'whole', 'chapter', 'moment')),
    lock_chapter_id INTEGER REFERENCES chapter (id),
    checkpoint_id   INTEGER REFERENCES checkpoint (id),
    prompt_post_id  INTEGER REFERENCES prompt_post (id),
    created_at      INTEGER NOT NULL,
    removed_at      INTEGER,
    CHECK ((checkpoint_id IS NULL) <> (prompt_post_id IS NULL)),
    CHECK ((lock_kind = 'chapter') = (lock_chapter_id IS NOT NULL))
) STRICT;
CREATE INDEX prompt_read ON prompt (read_id) WHERE removed_at IS NULL;
CREATE INDEX prompt_checkpoint ON prompt (checkpoint_id);
CREATE INDEX prompt_at_post ON prompt (prompt_post_id);
CREATE INDEX prompt_lock ON prompt (lock_chapter_id);

CREATE TABLE rating (
    read_id         INTEGER NOT NULL REFERENCES read (id),
    user_id         TEXT NOT NULL,
    stars           INTEGER CHECK (stars BETWEEN 1 AND 10),
    stopped_at      INTEGER, -- how many chapters they had finished; NULL: finished the book
    review_id       INTEGER REFERENCES note (id),
    discussion      INTEGER CHECK (discussion BETWEEN 1 AND 5),
    give_to         TEXT NOT NULL DEFAULT '',
    rated_at        INTEGER NOT NULL,
    saw_at          INTEGER, -- when they first saw a result
    after_stars     INTEGER CHECK (after_stars BETWEEN 1 AND 10),
    after_at        INTEGER,
    PRIMARY KEY (read_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_user ON rating (user_id);
CREATE INDEX rating_review ON rating (review_id);

-- What was typed and waits for a yes: seen by its maker only, gone after a day.
CREATE TABLE draft (
    id          INTEGER PRIMARY KEY,
    guild_id    TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_expiry ON draft (expires_at);

CREATE TABLE announcement (
    id          INTEGER PRIMARY KEY,
    read_id     INTEGER NOT NULL REFERENCES read (id),
    kind        TEXT NOT NULL CHECK (kind IN ('moved', 'finished', 'dropped')),
    checkpoint_id INTEGER REFERENCES checkpoint (id),
    was_at      INTEGER NOT NULL DEFAULT 0,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX announcement_read ON announcement (read_id);

-- One row a thing in Discord: what it is about, what is there, and whether it
-- is to be looked at again. due_at and first_at are club time; lease_until and
-- not_before are the wire's.
CREATE TABLE work (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    user_id     TEXT NOT NULL DEFAULT '',
    club_id     INTEGER NOT NULL REFERENCES club (id),
    read_id     INTEGER REFERENCES read (id), -- NULL: it is about the club
    lane        TEXT NOT NULL, -- done in order, one at a time
    due_at      INTEGER NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1,
    open        INTEGER NOT NULL DEFAULT 1, -- 1 while something is to be done
    state       TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stuck', 'done', 'missed', 'failed')),
    attempts    INTEGER NOT NULL DEFAULT 0,
    first_at    INTEGER NOT NULL DEFAULT 0,
    not_before  INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    channel_id  TEXT NOT NULL DEFAULT '',
    message_id  TEXT NOT NULL DEFAULT '',
    look        TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    done_at     INTEGER,
    turn        INTEGER NOT NULL DEFAULT 0, -- 1: the first of its lane; see the triggers below
    UNIQUE (kind, subject, user_id)
) STRICT;
CREATE INDEX work_due ON work (due_at) WHERE open = 1;
CREATE INDEX work_club ON work (club_id);
CREATE INDEX work_read ON work (read_id, open);
CREATE INDEX work_trouble ON work (club_id) WHERE reason <> '';
CREATE INDEX work_lane ON work (lane, due_at) WHERE open = 1 AND state <> 'stuck';
CREATE INDEX work_stuck ON work (lane, due_at) WHERE open = 1 AND state = 'stuck';
CREATE INDEX work_leased ON work (lane) WHERE lease_until > 0;
CREATE INDEX work_first ON work (lane) WHERE turn = 1;
CREATE INDEX work_turn ON work (due_at) WHERE turn = 1;

-- turn marks the first open row of each lane that is not stuck, so that finding
-- what to do next costs the same however much waits behind it.
CREATE TRIGGER work_added AFTER INSERT ON work BEGIN
    UPDATE work SET turn = 0 WHERE lane = NEW.lane AND turn = 1;
    UPDATE work SET turn = 1 WHERE id = (
        SELECT id FROM work WHERE lane = NEW.lane AND open = 1 AND state <> 'stuck' ORDER BY due_at, id LIMIT 1);
END;
CREATE TRIGGER work_changed AFTER UPDATE OF lane, due_at, open, state ON work BEGIN
    UPDATE work SET turn = 0 WHERE lane IN (OLD.lane, NEW.lane) AND turn = 1;
    UPDATE work SET turn = 1 WHERE id IN (
        (SELECT id FROM work WHERE lane = OLD.lane AND open = 1 AND state <> 'stuck' ORDER BY due_at, id LIMIT 1),
        (SELECT id FROM work WHERE lane = NEW.lane AND open = 1 AND state <> 'stuck' ORDER BY due_at, id LIMIT 1));
END;

CREATE TABLE registration (
    scope       TEXT PRIMARY KEY,
    hash        TEXT NOT NULL,
    ids         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A database of version 1 with a row of every table. Once that version is
-- released this file never changes: what it holds must open for ever.
PRAGMA user_version = 1;
INSERT INTO club (id, guild_id, channel_id, name, timezone, created_at) VALUES (1, '10', '20', 'The Hailsham Readers', 'Europe/London', 1804000000);
INSERT INTO book (id, club_id, title, authors, added_at) VALUES (1, 1, 'Never Let Me Go', 'Kazuo Ishiguro', 1804000000);
INSERT INTO chapter (id, book_id, number, label) VALUES (1, 1, 1, 'Chapter 1'), (2, 1, 2, 'Chapter 2');
INSERT INTO read (id, club_id, book_id, start_on, ends_at, reveals_at, started_by, created_at) VALUES (1, 1, 1, '2027-03-01', 1806000000, 1807000000, '30', 1804000000);
INSERT INTO checkpoint (id, read_id, number, last_chapter_id, at) VALUES (1, 1, 1, 2, 1806000000);
INSERT INTO reader (read_id, user_id, position, furthest, joined_at) VALUES (1, '30', 1, 1, 1804000000);
INSERT INTO note (id, read_id, author_id, kind, lock_chapter_id, text, stub_channel_id, created_at) VALUES (1, 1, '30', 'thought', 1, 'A thought.', '20', 1804000000);
INSERT INTO note_seen (user_id, read_id, note_id) VALUES ('31', 1, 1);
INSERT INTO prompt_post (id, read_id, at) VALUES (1, 1, 1805000000);
INSERT INTO prompt (id, read_id, author_id, text, lock_kind, prompt_post_id, created_at) VALUES (1, 1, '30', 'Why?', 'moment', 1, 1804000000);
INSERT INTO rating (read_id, user_id, stars, stopped_at, rated_at) VALUES (1, '30', 7, 1, 1804000000);
INSERT INTO draft (id, guild_id, user_id, kind, subject, body, expires_at) VALUES (1, '10', '30', 'plan', 1, '{}', 1805000000);
INSERT INTO announcement (id, read_id, kind, made_at) VALUES (1, 1, 'moved', 1804000000);
INSERT INTO work (id, kind, subject, club_id, lane, due_at) VALUES (1, 'card', 1, 1, '20', 1804000000);
INSERT INTO registration (scope, hash, ids) VALUES ('', 'hash', '{}');

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
PRAGMA user_version = 3;
UPDATE read SET days = 1, skips = '2027-03-14..2027-03-21' WHERE id = 1;
INSERT INTO checkpoint (id, read_id, number, last_chapter_id, at, rest_weeks, catch_up, sequence, changed_at) VALUES (2, 1, -2, 1, 1805500000, 1, 1, 2, 1804500000);
INSERT INTO announcement (id, read_id, kind, checkpoint_id, was_at, made_at, recut, others) VALUES (2, 1, 'moved', 1, 1805900000, 1804500000, 1, 1);
INSERT INTO edition (id, book_id, owner_id, name, seconds) VALUES (1, 1, '', 'Pocket', 0), (2, 1, '31', 'Read by someone', 1);
INSERT INTO edition_end (edition_id, chapter_id, ends) VALUES (1, 1, 20), (2, 2, 7200);
INSERT INTO holding (book_id, user_id, edition_id) VALUES (1, '31', 2);
INSERT INTO person (guild_id, user_id, reminders, closed) VALUES ('10', '31', 1, 0);
INSERT INTO direct (user_id, channel_id) VALUES ('31', '40');
