-- What readers own and wish, covers, the year, and servers that Dogear has left.

ALTER TABLE person ADD COLUMN progress INTEGER NOT NULL DEFAULT 1; -- 1: they count in how far the club is
ALTER TABLE person ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;    -- 1: their name may stand beside their stars

-- The picture of a book's cover, as Dogear made it of what was handed in.
CREATE TABLE cover (
    book_id     INTEGER PRIMARY KEY REFERENCES book (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL, -- its media type
    data        BLOB NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;

-- A club's year that was posted.
CREATE TABLE year_post (
    id          INTEGER PRIMARY KEY,
    club_id     INTEGER NOT NULL REFERENCES club (id),
    year        INTEGER NOT NULL,
    UNIQUE (club_id, year)
) STRICT;

-- Who asked to be forgotten, as long as something is still to be done in Discord
-- for that: the row goes with the last of it. The server is '' for all.
CREATE TABLE forgetting (
    guild_id    TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    asked_at    INTEGER NOT NULL,
    PRIMARY KEY (user_id, guild_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE server ADD COLUMN left_at INTEGER; -- when Dogear was removed from it; NULL: it is there
CREATE INDEX server_left ON server (left_at) WHERE left_at IS NOT NULL;

-- A server that Dogear has left waits as it is: none of its work is due.
DROP INDEX server_ready;
ALTER TABLE server DROP COLUMN ready;
ALTER TABLE server ADD COLUMN ready INTEGER AS (iif(left_at IS NULL, max(due_at * 1000000, served), NULL)) VIRTUAL;
CREATE INDEX server_ready ON server (ready);

-- Whatever is kept of a server, its row is there.
INSERT INTO server (guild_id) SELECT guild_id FROM club WHERE TRUE UNION SELECT guild_id FROM person WHERE TRUE ON CONFLICT DO NOTHING;
CREATE TRIGGER club_added AFTER INSERT ON club BEGIN
    INSERT INTO server (guild_id) VALUES (NEW.guild_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_added AFTER INSERT ON person BEGIN
    INSERT INTO server (guild_id) VALUES (NEW.guild_id) ON CONFLICT DO NOTHING;
END;

-- What is kept of a person is found by their id, and drafts by their server.
CREATE INDEX read_starter ON read (started_by);
CREATE INDEX prompt_author ON prompt (author_id);
CREATE INDEX note_felt_user ON note_felt (user_id);
CREATE INDEX report_user ON report (user_id);
CREATE INDEX seat_user ON seat (user_id);
CREATE INDEX work_user ON work (user_id) WHERE user_id <> '';
CREATE INDEX draft_guild ON draft (guild_id);
CREATE INDEX forgetting_guild ON forgetting (guild_id);

-- Reads that are under way remind their readers of their stars, too.
INSERT INTO work (kind, subject, club_id, guild_id, read_id, lane, due_at)
    SELECT 'nudge', read.id, read.club_id, post.guild_id, read.id, 'remind ' || read.club_id, read.ends_at + 3 * 86400
    FROM read JOIN work AS post ON post.kind = 'rate' AND post.subject = read.id AND post.user_id = ''
    WHERE post.open = 1 AND post.message_id = '';

-- What is erased with its server is looked for by what it refers to.
CREATE INDEX report_of ON report (read_id);
CREATE INDEX announcement_checkpoint ON announcement (checkpoint_id);

-- Reviews open as the stars do, and what stands below them with them: such a
-- lock has as its key -3 less the key that it would have without that.
UPDATE note SET opens = -3 - opens, shelf = -3 - shelf
    WHERE kind = 'review' OR root_id IN (SELECT id FROM note AS first WHERE first.kind = 'review');
DELETE FROM note_tally;
DELETE FROM seen_tally;
INSERT INTO note_tally SELECT read_id, shelf, opens, standing, count(*)
    FROM note WHERE standing IS NOT NULL GROUP BY 1, 2, 3, 4;
INSERT INTO seen_tally SELECT user_id, note.read_id, shelf, opens, standing, count(*)
    FROM note_seen JOIN note ON note.id = note_seen.note_id WHERE standing IS NOT NULL GROUP BY 1, 2, 3, 4, 5;

ALTER TABLE rating ADD COLUMN late INTEGER NOT NULL DEFAULT 0; -- 1: rated when the stars were shown already
UPDATE rating SET late = 1 WHERE stars IS NULL
    AND EXISTS (SELECT 1 FROM read WHERE read.id = read_id AND read.dropped = 0 AND read.reveals_at <= rated_at);

-- 1: its stars were shown, and then somebody who had given some was forgotten
ALTER TABLE read ADD COLUMN shown INTEGER NOT NULL DEFAULT 0;
