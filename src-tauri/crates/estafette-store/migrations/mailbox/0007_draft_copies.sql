-- Copies of drafts in the Drafts folder of the server. A row is there before its copy is and goes after it, so that a copy
-- of ours is always known here: nothing else in that folder is ever touched.
CREATE TABLE draft_copies (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,                    -- order in which they were begun
  draft_id     INTEGER REFERENCES drafts (id) ON DELETE SET NULL,    -- the letter; NULL once it was sent or thrown away: the copy is to be removed
  revision     INTEGER NOT NULL,                                     -- drafts.revision it was made of
  files        TEXT    NOT NULL,                                     -- draft_attachments.id it was made of, ascending, separated by commas
  message_id   TEXT    NOT NULL,                                     -- Message-ID of this copy and of no other, without angle brackets
  wire_name    TEXT    NOT NULL,                                     -- the folder, as the server writes its name
  dated        INTEGER NOT NULL,                                     -- INTERNALDATE it was given, seconds since 1970
  begun        INTEGER NOT NULL,                                     -- seconds since 1970, when it was about to be put there
  taken        INTEGER NOT NULL DEFAULT 0,                           -- 1: the server said that it took it
  uid_validity INTEGER,                                              -- UIDVALIDITY that uid belongs to; NULL while the place is not known
  uid          INTEGER,                                              -- UID there; NULL while the place is not known
  adopted      INTEGER NOT NULL DEFAULT 0                            -- 1: written elsewhere and taken up here: it stays until the letter is sent or thrown away
) STRICT;
CREATE INDEX draft_copies_by_draft ON draft_copies (draft_id, id);

-- Drafts of the server's Drafts folder that were written elsewhere, whole: one is taken up without asking the server.
CREATE TABLE foreign_drafts (
  uid          INTEGER PRIMARY KEY, -- UID in that folder
  uid_validity INTEGER NOT NULL,    -- UIDVALIDITY it belongs to
  message_id   TEXT    NOT NULL,    -- without angle brackets; may be empty
  saved        INTEGER NOT NULL,    -- INTERNALDATE, seconds since 1970
  subject      TEXT    NOT NULL,    -- for the list
  to_list      TEXT    NOT NULL,    -- the same: recipients, one per line
  files        INTEGER NOT NULL,    -- joined files
  raw          BLOB    NOT NULL     -- the message as it came, last so that lists do not read through it
) STRICT;
