-- A club that is archived keeps all that it has, and nothing is posted in it.

ALTER TABLE club ADD COLUMN archived_at INTEGER; -- when; NULL: it is not

-- 1: it is to be posted when its club is brought back
ALTER TABLE work ADD COLUMN shelved INTEGER NOT NULL DEFAULT 0;

-- Whatever is asked for, only what is in Discord already is looked at again, and
-- what takes something away or shuts it.
CREATE TRIGGER work_added_archived AFTER INSERT ON work
WHEN NEW.open = 1 AND NEW.message_id = '' AND NEW.kind NOT IN ('role', 'seat', 'shut', 'unsay', 'event')
    AND EXISTS (SELECT 1 FROM club WHERE id = NEW.club_id AND archived_at IS NOT NULL) BEGIN
    UPDATE work SET open = 0, shelved = 1 WHERE id = NEW.id;
END;
CREATE TRIGGER work_changed_archived AFTER UPDATE OF open ON work
WHEN NEW.open = 1 AND NEW.message_id = '' AND NEW.kind NOT IN ('role', 'seat', 'shut', 'unsay', 'event')
    AND EXISTS (SELECT 1 FROM club WHERE id = NEW.club_id AND archived_at IS NOT NULL) BEGIN
    UPDATE work SET open = 0, shelved = 1 WHERE id = NEW.id;
END;
