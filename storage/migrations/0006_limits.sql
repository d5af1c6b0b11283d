-- What one person has written lately, and how much room pictures take.

CREATE INDEX note_written ON note (author_id, created_at);

ALTER TABLE note ADD COLUMN weight INTEGER NOT NULL DEFAULT 0; -- bytes of its pictures; the triggers below keep it
UPDATE note SET weight = (SELECT sum(length(data)) FROM note_picture WHERE note_id = note.id)
    WHERE id IN (SELECT note_id FROM note_picture);
CREATE INDEX note_heavy ON note (read_id, weight) WHERE weight > 0;
CREATE TRIGGER note_picture_added AFTER INSERT ON note_picture BEGIN
    UPDATE note SET weight = weight + length(NEW.data) WHERE id = NEW.note_id;
END;
CREATE TRIGGER note_picture_gone AFTER DELETE ON note_picture BEGIN
    UPDATE note SET weight = weight - length(OLD.data) WHERE id = OLD.note_id;
END;
