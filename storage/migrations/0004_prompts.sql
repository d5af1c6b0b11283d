-- Questions that are repeated, held, or asked by Dogear itself; threads under
-- posts; who was told of a post that did not go out; servers served in turn.

ALTER TABLE club ADD COLUMN threads INTEGER NOT NULL DEFAULT 0;  -- a public thread under each post
ALTER TABLE club ADD COLUMN fallback INTEGER NOT NULL DEFAULT 1; -- a checkpoint without a question gets one of the bank's

-- A question that is asked again and again. Each time is a prompt of its own,
-- and the next one is made when one has been asked.
CREATE TABLE series (
    id          INTEGER PRIMARY KEY,
    read_id     INTEGER NOT NULL REFERENCES read (id),
    rule        TEXT NOT NULL,              -- when, as club.Recurrence writes it
    anchor      TEXT NOT NULL,              -- the day from which "every second week" counts, ISO
    until_at    INTEGER NOT NULL DEFAULT 0, -- the last moment; 0: the end of the read
    stopped     INTEGER NOT NULL DEFAULT 0  -- 1: a person ended it
) STRICT;
CREATE INDEX series_read ON series (read_id);

ALTER TABLE prompt ADD COLUMN series_id INTEGER REFERENCES series (id);
ALTER TABLE prompt ADD COLUMN held INTEGER NOT NULL DEFAULT 0;  -- 1: not asked until it is released
ALTER TABLE prompt ADD COLUMN bank TEXT NOT NULL DEFAULT '';    -- the key of the bank's question that it is, or was until it was edited
-- 1: asked by Dogear, if nothing else is asked at its checkpoint. One that was
-- asked is 0 from then on.
ALTER TABLE prompt ADD COLUMN spare INTEGER NOT NULL DEFAULT 0;
-- Under a lock of 'moment': it opens no earlier than this chapter, whatever has
-- become of the plan and its own moment since its writer was told.
ALTER TABLE prompt ADD COLUMN floor_chapter_id INTEGER REFERENCES chapter (id);
CREATE INDEX prompt_floor ON prompt (floor_chapter_id);
DROP INDEX prompt_read;
CREATE INDEX prompt_read ON prompt (read_id); -- also of those that were removed
CREATE UNIQUE INDEX prompt_series ON prompt (series_id, prompt_post_id) WHERE series_id IS NOT NULL;
CREATE INDEX prompt_bank ON prompt (read_id) WHERE bank <> '';
CREATE UNIQUE INDEX prompt_spare ON prompt (checkpoint_id) WHERE spare = 1;
CREATE INDEX read_ends ON read (ends_at);

ALTER TABLE work ADD COLUMN posted_at INTEGER NOT NULL DEFAULT 0; -- club time at which its message first came to be
ALTER TABLE work ADD COLUMN told INTEGER NOT NULL DEFAULT 0;      -- 1: an organiser is to be told of its reason; 2: one was
UPDATE work SET posted_at = due_at WHERE message_id <> '';
CREATE INDEX work_untold ON work (club_id) WHERE told = 1;

-- Servers are served in turn: first the one that has waited longest, be it since
-- its first work fell due or since some of it was claimed last. So one that has
-- ten thousand posts to make stands behind each other one after each of them.
CREATE TABLE server (
    guild_id    TEXT PRIMARY KEY,
    due_at      INTEGER,                    -- of the first of its work that has its turn and backs off from nothing; NULL: there is none
    served      INTEGER NOT NULL DEFAULT 0, -- when some was claimed last, in millionths of a second of club time; no two are alike
    ready       INTEGER AS (max(due_at * 1000000, served)) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX server_ready ON server (ready);
CREATE INDEX server_served ON server (served);

ALTER TABLE work ADD COLUMN guild_id TEXT NOT NULL DEFAULT ''; -- the club's
UPDATE work SET guild_id = (SELECT guild_id FROM club WHERE club.id = work.club_id);
INSERT INTO server (guild_id, due_at)
    SELECT guild_id, min(iif(turn = 1 AND not_before = 0, due_at, NULL)) FROM work GROUP BY guild_id;

-- turn is 2 for the first of each lane that is stuck and may be tried again. That
-- is so, as with any row that was put off, once not_before is 0 again.
DROP TRIGGER work_added;
DROP TRIGGER work_changed;
DROP INDEX work_first;
DROP INDEX work_stuck;
CREATE INDEX work_first ON work (lane) WHERE turn > 0;
CREATE INDEX work_stuck ON work (lane, due_at) WHERE open = 1 AND state = 'stuck' AND not_before = 0;
CREATE INDEX work_next ON work (guild_id, due_at) WHERE turn = 1 AND not_before = 0;
CREATE INDEX work_retry ON work (guild_id, due_at) WHERE turn = 2;
CREATE INDEX work_rests ON work (not_before) WHERE not_before > 0;
CREATE TRIGGER work_added AFTER INSERT ON work BEGIN
    INSERT INTO server (guild_id) VALUES (NEW.guild_id) ON CONFLICT DO NOTHING;
    UPDATE work SET turn = 0 WHERE lane = NEW.lane AND turn > 0;
    UPDATE work SET turn = 1 WHERE id = (
        SELECT id FROM work WHERE lane = NEW.lane AND open = 1 AND state <> 'stuck' ORDER BY due_at, id LIMIT 1);
    UPDATE work SET turn = 2 WHERE id = (
        SELECT id FROM work WHERE lane = NEW.lane AND open = 1 AND state = 'stuck' AND not_before = 0 ORDER BY due_at, id LIMIT 1);
END;
CREATE TRIGGER work_changed AFTER UPDATE OF lane, due_at, open, state, not_before ON work BEGIN
    UPDATE work SET turn = 0 WHERE lane IN (OLD.lane, NEW.lane) AND turn > 0;
    UPDATE work SET turn = 1 WHERE id IN (
        (SELECT id FROM work WHERE lane = OLD.lane AND open = 1 AND state <> 'stuck' ORDER BY due_at, id LIMIT 1),
        (SELECT id FROM work WHERE lane = NEW.lane AND open = 1 AND state <> 'stuck' ORDER BY due_at, id LIMIT 1));
    UPDATE work SET turn = 2 WHERE id IN (
        (SELECT id FROM work WHERE lane = OLD.lane AND open = 1 AND state = 'stuck' AND not_before = 0 ORDER BY due_at, id LIMIT 1),
        (SELECT id FROM work WHERE lane = NEW.lane AND open = 1 AND state = 'stuck' AND not_before = 0 ORDER BY due_at, id LIMIT 1));
END;
CREATE TRIGGER work_turned AFTER UPDATE OF turn ON work BEGIN
    UPDATE server SET due_at = (SELECT min(due_at) FROM (
            SELECT min(due_at) AS due_at FROM work WHERE guild_id = NEW.guild_id AND turn = 1 AND not_before = 0
            UNION ALL SELECT min(due_at) FROM work WHERE guild_id = NEW.guild_id AND turn = 2))
        WHERE guild_id = NEW.guild_id;
END;
