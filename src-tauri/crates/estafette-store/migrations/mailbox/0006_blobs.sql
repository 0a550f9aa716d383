-- Bytes too many to stand in memory at once, in pieces: a letter with a video, a file joined to a draft, a letter on its way.
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT -- never given twice
) STRICT;

CREATE TABLE blob_pieces (
  blob_id  INTEGER NOT NULL, -- what it is a piece of
  start    INTEGER NOT NULL, -- bytes before it
  raw_size INTEGER NOT NULL, -- bytes before compression
  z        BLOB    NOT NULL, -- zstd; the bytes themselves when as long as raw_size
  PRIMARY KEY (blob_id, start)
) STRICT;

-- Blobs that are no more, whose pieces are still to be taken away, a few at a time.
CREATE TABLE dropped_blobs (
  blob_id INTEGER PRIMARY KEY -- which
) STRICT;

-- The letters whose bytes are in a blob, whole once messages.has_body is 1. bodies has what there is to show and to index of them.
CREATE TABLE large_bodies (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE, -- the message
  blob_id    INTEGER NOT NULL                                                -- its bytes as received
) STRICT;

-- Where bodies.z has not all the bytes of a letter.
CREATE TABLE body_cuts (
  message_id     INTEGER NOT NULL REFERENCES large_bodies (message_id) ON DELETE CASCADE, -- the message
  at             INTEGER NOT NULL,                                                        -- bytes of z before the cut
  missing        INTEGER NOT NULL,                                                        -- bytes left out there
  base64_letters INTEGER NOT NULL,                                                        -- of which letters of base64
  PRIMARY KEY (message_id, at)
) STRICT, WITHOUT ROWID;

ALTER TABLE draft_attachments ADD COLUMN blob_id INTEGER /* its bytes; NULL when they are in data */;
ALTER TABLE outbox ADD COLUMN blob_id INTEGER /* the letter as it leaves; NULL when it is in raw, or once its copy is in Sent */;

-- A blob goes with whoever has it.
CREATE TRIGGER blob_dropped AFTER DELETE ON blobs
BEGIN INSERT INTO dropped_blobs (blob_id) VALUES (OLD.id); END;
CREATE TRIGGER blob_of_large_body AFTER DELETE ON large_bodies
BEGIN DELETE FROM blobs WHERE id = OLD.blob_id; END;
CREATE TRIGGER blob_of_draft_attachment AFTER DELETE ON draft_attachments WHEN OLD.blob_id IS NOT NULL
BEGIN DELETE FROM blobs WHERE id = OLD.blob_id; END;
CREATE TRIGGER blob_of_outbox AFTER DELETE ON outbox WHEN OLD.blob_id IS NOT NULL
BEGIN DELETE FROM blobs WHERE id = OLD.blob_id; END;
CREATE TRIGGER blob_out_of_outbox AFTER UPDATE OF blob_id ON outbox WHEN OLD.blob_id IS NOT NULL AND NEW.blob_id IS NULL
BEGIN DELETE FROM blobs WHERE id = OLD.blob_id; END;
