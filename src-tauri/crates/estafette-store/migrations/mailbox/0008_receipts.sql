-- The name of the envelope in the reports that are asked for with a letter.
ALTER TABLE outbox ADD COLUMN envelope_id TEXT NOT NULL DEFAULT '' /* EnvelopeId (ENVID, RFC 3461); empty: no report is asked for */;

CREATE INDEX outbox_by_message_id ON outbox (message_id);

CREATE INDEX outbox_by_envelope_id ON outbox (envelope_id) WHERE envelope_id <> '';

-- What reports say of letters and their recipients. Kept whatever letter they name, because a report may come before the copy
-- in Sent that a colleague's workstation makes; only what concerns a recipient of a letter that is known is ever shown.
CREATE TABLE deliveries (
  id           INTEGER PRIMARY KEY AUTOINCREMENT, -- order in which they became known
  message_id   TEXT    NOT NULL,                  -- Message-ID of the letter
  address      TEXT    NOT NULL,                  -- the recipient, in lower case
  fate         TEXT    NOT NULL DEFAULT '',       -- Fate, the furthest that was said, never 'failed'; empty when only that was
  fate_at      INTEGER NOT NULL DEFAULT 0,        -- seconds since 1970, of the report that said so
  failed_at    INTEGER,                           -- the same of the first that said it failed; NULL when none did
  words        TEXT    NOT NULL DEFAULT '',       -- why it failed, in the words of the server
  acknowledged INTEGER NOT NULL DEFAULT 0,        -- 1: a person has seen that it failed
  UNIQUE (message_id, address)
) STRICT;

CREATE INDEX deliveries_to_tell ON deliveries (id) WHERE failed_at IS NOT NULL AND acknowledged = 0;

-- Messages whose sender asks to be told when they are read.
CREATE TABLE receipt_requests (
  message INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE, -- the message (row id)
  address TEXT    NOT NULL,                                               -- who is to be told
  direct  INTEGER NOT NULL                                                -- 1: that is where the message came from (Return-Path)
) STRICT;

-- What became of those requests, by whatever copy of the message. None is answered twice.
CREATE TABLE receipt_answers (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- order of the answers
  message_id TEXT    NOT NULL UNIQUE,           -- Message-ID of the message
  sent       INTEGER NOT NULL                   -- 1: a receipt was handed over for sending; 0: a person would rather not
) STRICT;

-- Letters being written whose recipients will be asked for a receipt.
CREATE TABLE draft_receipts (
  draft_id INTEGER PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE -- the letter
) STRICT;
