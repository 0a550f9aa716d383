-- Written by `cargo xtask schema` from files made anew. Never edit: a change of schema is a new step in
-- src-tauri/crates/estafette-store/migrations/.

-- ===================================================================================================================
-- mailbox-N.db, one for each mailbox
-- ===================================================================================================================

-- What the file says about itself.
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY, -- 'min_reader': lowest schema version able to read this file
  value TEXT NOT NULL              -- its value, in text
) STRICT, WITHOUT ROWID;

---------------------------------------------------------------------------------------------------------------------
-- Copies of what the server holds. All of it may be dropped and fetched again.
---------------------------------------------------------------------------------------------------------------------

CREATE TABLE folders (
  id             INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  wire_name      TEXT    NOT NULL UNIQUE,           -- the name as the server wrote it (modified UTF-7 or UTF-8)
  name           TEXT    NOT NULL,                  -- the same, decoded, for people
  delimiter      TEXT    NOT NULL DEFAULT '',       -- hierarchy separator, empty when flat
  role           TEXT    NOT NULL,                  -- FolderRole: inbox, drafts, sent, archive, junk, trash, other
  selectable     INTEGER NOT NULL,                  -- 0: a level of the hierarchy that holds no message
  uid_validity   INTEGER,                           -- UIDVALIDITY of the copies below; NULL before the first SELECT
  uid_next       INTEGER,                           -- UIDNEXT at the end of the last complete synchronisation
  highest_modseq INTEGER,                           -- HIGHESTMODSEQ then; NULL without CONDSTORE
  total          INTEGER NOT NULL DEFAULT 0,        -- messages in the folder, maintained with thread_folder
  unread         INTEGER NOT NULL DEFAULT 0         -- of which without \Seen
, hidden INTEGER NOT NULL DEFAULT 0 /* 1: deleted here, not yet on the server */) STRICT;

-- A conversation. Has no data of its own: its id is what messages share.
CREATE TABLE threads (
  id INTEGER PRIMARY KEY AUTOINCREMENT -- never given twice, a window may still show the old one
) STRICT;

-- Which conversation a Message-ID belongs to, whether its message is here or was only named by another.
CREATE TABLE thread_links (
  message_id TEXT    NOT NULL PRIMARY KEY,                             -- without angle brackets
  thread_id  INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE -- its conversation
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_links_by_thread ON thread_links (thread_id);

-- One row per message and folder.
CREATE TABLE messages (
  id              INTEGER PRIMARY KEY,                                       -- seconds since 1970 << 20 | counter: ids are in date order
  folder_id       INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE, -- where it is shown (a local move counts at once)
  uid             INTEGER,                                                   -- UID there; NULL while a move is not confirmed
  thread_id       INTEGER NOT NULL REFERENCES threads (id),                  -- its conversation
  flags           INTEGER NOT NULL,                                          -- as shown: the server's, with pending gestures applied
  server_flags    INTEGER NOT NULL,                                          -- as last heard from the server
  size            INTEGER NOT NULL,                                          -- RFC822.SIZE, bytes
  date            INTEGER NOT NULL,                                          -- seconds since 1970, what it is sorted by
  header_date     INTEGER,                                                   -- Date: as written by the sender; NULL when unreadable
  message_id      TEXT    NOT NULL,                                          -- Message-ID without angle brackets; may be empty
  in_reply_to     TEXT    NOT NULL,                                          -- ids, separated by line feeds
  refs            TEXT    NOT NULL,                                          -- References, the same
  subject         TEXT    NOT NULL,                                          -- decoded
  subject_key     TEXT    NOT NULL,                                          -- subject without reply prefixes, folded; empty when nothing is left
  sender          TEXT    NOT NULL,                                          -- From: one line 'address<TAB>name'
  to_list         TEXT    NOT NULL,                                          -- To: such lines
  cc_list         TEXT    NOT NULL,                                          -- Cc: such lines
  preview         TEXT    NOT NULL DEFAULT '',                               -- first words of the text, once the body is here
  has_body        INTEGER NOT NULL DEFAULT 0,                                -- 1 once bodies has it
  has_attachments INTEGER NOT NULL DEFAULT 0,                                -- 1 when a file is attached that is not inline
  UNIQUE (folder_id, uid)
) STRICT;

CREATE INDEX messages_by_thread ON messages (thread_id, folder_id);

CREATE INDEX messages_by_message_id ON messages (message_id) WHERE message_id <> '';

CREATE INDEX messages_by_subject ON messages (subject_key, date) WHERE subject_key <> '';

CREATE INDEX messages_without_body ON messages (folder_id, id) WHERE has_body = 0;

-- The message as the server sent it.
CREATE TABLE bodies (
  id       INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE, -- the message
  raw_size INTEGER NOT NULL,                                               -- bytes before compression
  z        BLOB    NOT NULL                                                -- zstd; the bytes themselves when as long as raw_size
) STRICT;

-- What is attached, for the list and the reader.
CREATE TABLE message_attachments (
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE, -- the message (row id)
  part       INTEGER NOT NULL,                                           -- index of the MIME part
  name       TEXT    NOT NULL,                                           -- file name, decoded
  mime_type  TEXT    NOT NULL,                                           -- declared type
  kind       TEXT    NOT NULL,                                           -- what its bytes are, in the caller's word
  size       INTEGER NOT NULL,                                           -- decoded bytes
  inline     INTEGER NOT NULL,                                           -- 1: part of the text (an image of the signature)
  PRIMARY KEY (message_id, part)
) STRICT, WITHOUT ROWID;

-- One row per conversation and folder: what the list sorts, filters and counts. Always what a recount would give.
CREATE TABLE thread_folder (
  thread_id       INTEGER NOT NULL REFERENCES threads (id),                  -- the conversation
  folder_id       INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE, -- the folder
  last_message_id INTEGER NOT NULL,                                          -- newest message of the two
  messages        INTEGER NOT NULL,                                          -- how many
  unread          INTEGER NOT NULL,                                          -- of which without \Seen
  starred         INTEGER NOT NULL,                                          -- of which with \Flagged
  attachments     INTEGER NOT NULL,                                          -- of which with a file attached
  PRIMARY KEY (thread_id, folder_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_folder_list ON thread_folder (folder_id, last_message_id DESC);

-- The last column of these two lets the totals be counted without reading the rows.
CREATE INDEX thread_folder_unread ON thread_folder (folder_id, last_message_id DESC, unread) WHERE unread > 0;

CREATE INDEX thread_folder_starred ON thread_folder (folder_id, last_message_id DESC, starred) WHERE starred > 0;

-- Full text; rowid is the message. Text is given with œ and æ taken apart, accents are folded by the tokenizer.
CREATE VIRTUAL TABLE fts USING fts5 (
  subject, -- subject
  people,  -- names and addresses of From, To and Cc
  body,    -- readable text of the message
  att,     -- names and, where known, text of the attached files
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);

---------------------------------------------------------------------------------------------------------------------
-- A person's own rows. No synchronisation removes them; none has a foreign key into the copies above.
---------------------------------------------------------------------------------------------------------------------

-- Gestures applied here and still to be replayed on the server.
CREATE TABLE operations (
  id           INTEGER PRIMARY KEY AUTOINCREMENT, -- order of the gestures
  kind         TEXT    NOT NULL,                  -- flag, move, append
  state        TEXT    NOT NULL DEFAULT 'due',    -- due; moved: done, the new UID is awaited; parked: given up, for a person to see
  message      INTEGER,                           -- messages.id; NULL for append, or when its copy was dropped
  message_id   TEXT    NOT NULL,                  -- Message-ID, to find it again after a UIDVALIDITY change
  folder_id    INTEGER,                           -- where the message is on the server when its turn comes
  uid_validity INTEGER,                           -- UIDVALIDITY of uid; NULL with it
  uid          INTEGER,                           -- UID there; NULL while not known: not due
  source_gone  INTEGER NOT NULL DEFAULT 0,        -- 1 once the server said that this UID is gone
  flags        INTEGER NOT NULL DEFAULT 0,        -- flag: which
  flag_on      INTEGER NOT NULL DEFAULT 0,        -- flag: 1 to set, 0 to clear
  to_folder_id INTEGER,                           -- move: destination
  outbox_id    INTEGER,                           -- append: the letter whose copy goes to Sent
  attempts     INTEGER NOT NULL DEFAULT 0,        -- failed tries; for 'moved', complete passes without sight of it
  next_try     INTEGER NOT NULL DEFAULT 0,        -- seconds since 1970, not before
  reason       TEXT    NOT NULL DEFAULT ''        -- why the last try failed, for the technical detail
, name_before TEXT /* create, rename, delete: the whole decoded name before; NULL for letters */, name_after TEXT /* create, rename: the whole decoded name wanted */, wire_after TEXT /* create, rename: the whole name wanted, as the server writes it */) STRICT;

CREATE INDEX operations_by_message ON operations (message, id);

CREATE INDEX operations_by_uid ON operations (folder_id, uid);

CREATE INDEX operations_due ON operations (state, next_try);

-- Letters being written.
CREATE TABLE drafts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
  revision    INTEGER NOT NULL,                  -- of the editor; an older one never overwrites a newer
  subject     TEXT    NOT NULL,                  -- as typed
  body_html   TEXT    NOT NULL,                  -- as the editor keeps it
  to_list     TEXT    NOT NULL,                  -- as typed, one per line, perhaps not yet an address
  cc_list     TEXT    NOT NULL,                  -- the same
  in_reply_to INTEGER,                           -- messages.id of the message answered, if it is still here
  refs        TEXT    NOT NULL,                  -- References of the letter, ids separated by line feeds; the last is the message answered
  created     INTEGER NOT NULL,                  -- seconds since 1970
  updated     INTEGER NOT NULL,                  -- seconds since 1970
  sending     INTEGER NOT NULL DEFAULT 0,        -- 1: in the outbox, hidden and frozen
  error       TEXT    NOT NULL DEFAULT ''        -- code of the last failed sending; empty when none
) STRICT;

CREATE TABLE draft_attachments (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,                          -- order in which they were added
  draft_id  INTEGER NOT NULL REFERENCES drafts (id) ON DELETE CASCADE, -- the letter
  name      TEXT    NOT NULL,                                          -- file name
  mime_type TEXT    NOT NULL,                                          -- type
  size      INTEGER NOT NULL,                                          -- bytes
  data      BLOB    NOT NULL                                           -- the file itself, last so that lists do not read through it
, blob_id INTEGER /* its bytes; NULL when they are in data */) STRICT;

CREATE INDEX draft_attachments_by_draft ON draft_attachments (draft_id);

-- Letters handed over for sending, and what became of them. A row is sent at most once.
CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,                   -- order of sending
  state       TEXT    NOT NULL,                                    -- OutboxState
  draft_id    INTEGER REFERENCES drafts (id) ON DELETE SET NULL,   -- the draft to give back when it fails
  message_id  TEXT    NOT NULL,                                    -- Message-ID, the same whatever the number of tries
  sender      TEXT    NOT NULL,                                    -- MAIL FROM
  subject     TEXT    NOT NULL,                                    -- for the list
  size        INTEGER NOT NULL,                                    -- bytes of raw
  created     INTEGER NOT NULL,                                    -- seconds since 1970
  changed     INTEGER NOT NULL,                                    -- seconds since 1970, of the last step
  not_before  INTEGER NOT NULL,                                    -- seconds since 1970: may be withdrawn until then
  attempts    INTEGER NOT NULL DEFAULT 0,                          -- tries that ended before DATA
  code        TEXT    NOT NULL DEFAULT '',                         -- why it waits, was refused or set aside
  raw         BLOB    NOT NULL                                     -- the letter as it leaves; emptied once its copy is in Sent
, blob_id INTEGER /* the letter as it leaves; NULL when it is in raw, or once its copy is in Sent */, envelope_id TEXT NOT NULL DEFAULT '' /* EnvelopeId (ENVID, RFC 3461); empty: no report is asked for */) STRICT;

CREATE INDEX outbox_by_state ON outbox (state, not_before);

CREATE TABLE outbox_recipients (
  outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE, -- the letter
  address   TEXT    NOT NULL,                                         -- RCPT TO
  code      INTEGER,                                                  -- SMTP code when the server refused this one; NULL otherwise
  reason    TEXT    NOT NULL DEFAULT '',                              -- its words
  PRIMARY KEY (outbox_id, address)
) STRICT, WITHOUT ROWID;

-- Letters open in a composer. A row that is still here when the file is opened was being written when the program died.
CREATE TABLE open_drafts (
  draft_id    INTEGER PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE, -- the letter
  interrupted INTEGER NOT NULL DEFAULT 0                                    -- 1: left so by a run of the program that is over
) STRICT;

-- Few rows at any time: gestures on letters look here whether the folder they need is still to be made.
CREATE INDEX operations_on_folders ON operations (state, folder_id, id) WHERE name_before IS NOT NULL;

-- What a letter quotes or forwards, apart from its text: the signature goes between the two.
CREATE TABLE draft_quotations (
  draft_id INTEGER PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE, -- the letter
  html     TEXT    NOT NULL                                              -- as the editor keeps it
) STRICT;

-- Words of the headers of letters whose body is not here, and of some whose body came since: emptied whole once no body is
-- missing. In an index of their own, because taking a letter out of a large index costs as much as putting it in. The columns
-- are those of fts, so that one question is asked of both.
CREATE VIRTUAL TABLE header_words USING fts5 (
  subject, -- subject
  people,  -- names and addresses of From, To and Cc
  body,    -- empty
  att,     -- empty
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);

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

-- ===================================================================================================================
-- post.db
-- ===================================================================================================================

-- What the file says about itself.
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY, -- 'min_reader': lowest schema version able to read this file
  value TEXT NOT NULL              -- its value, in text
) STRICT, WITHOUT ROWID;

-- Who uses this profile.
CREATE TABLE people (
  id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: the register names people by it
  name     TEXT    NOT NULL UNIQUE,           -- as colleagues know the person
  role     TEXT    NOT NULL,                  -- profession or function, for people
  position INTEGER,                           -- order in lists; NULL once the person has left
  current  INTEGER NOT NULL DEFAULT 0         -- 1: the one at the keyboard
) STRICT;

CREATE UNIQUE INDEX people_one_current ON people (current) WHERE current = 1;

-- Choices that hold for the whole profile.
CREATE TABLE settings (
  key   TEXT NOT NULL PRIMARY KEY, -- dotted name
  value TEXT NOT NULL              -- its value, in the form its reader gave it
) STRICT, WITHOUT ROWID;

-- The mailboxes of this profile; each has its own file and key.
CREATE TABLE mailboxes (
  id            INTEGER PRIMARY KEY AUTOINCREMENT, -- names the file: never given twice
  address       TEXT    NOT NULL UNIQUE,           -- its address
  position      INTEGER,                           -- order in the rail; NULL when no longer set up (the file is kept)
  kind          TEXT    NOT NULL,                  -- MailboxKind: personal, organizational, application
  label         TEXT    NOT NULL,                  -- what the rail calls it
  login         TEXT    NOT NULL,                  -- user name for the servers
  sender_name   TEXT    NOT NULL,                  -- display name of From
  imap_host     TEXT    NOT NULL,                  -- where it is read
  imap_port     INTEGER NOT NULL,                  -- its port
  imap_security TEXT    NOT NULL,                  -- TransportSecurity: tls, starttls
  smtp_host     TEXT    NOT NULL,                  -- where it sends
  smtp_port     INTEGER NOT NULL,                  -- its port
  smtp_security TEXT    NOT NULL                   -- TransportSecurity
) STRICT;

-- What left the encrypted files or was sent, and who was at the keyboard. Never a subject, a name of a patient or a text.
CREATE TABLE audit_log (
  id        INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: a line taken away would be seen
  at        INTEGER NOT NULL,                  -- when it was asked for, seconds since 1970
  person    INTEGER REFERENCES people (id),    -- who was at the keyboard; NULL when nobody had said so
  mailbox   INTEGER REFERENCES mailboxes (id), -- whose messages; NULL for what concerns no mailbox
  act       TEXT    NOT NULL,                  -- AuditAct: print, export_pdf, export_eml…
  outcome   TEXT    NOT NULL,                  -- AuditOutcome: asked, then done, cancelled or failed
  messages  INTEGER NOT NULL,                  -- how many messages it concerned
  reference TEXT    NOT NULL                   -- AuditReference of the last of them; '' when there is none
) STRICT;

CREATE INDEX audit_log_by_time ON audit_log (at, id);

-- What ends a letter: of a mailbox, or of somebody. Taken as it is when the letter is sent.
CREATE TABLE signatures (
  owner    TEXT    NOT NULL,      -- SignatureOwner: mailbox, person
  owner_id INTEGER NOT NULL,      -- mailboxes.id or people.id
  text     TEXT    NOT NULL,      -- plain lines
  PRIMARY KEY (owner, owner_id)
) STRICT, WITHOUT ROWID;

-- Texts a mailbox writes again and again, with fields such as {{date}} to be filled.
CREATE TABLE text_templates (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,         -- never given twice
  mailbox INTEGER NOT NULL REFERENCES mailboxes (id), -- whose
  name    TEXT    NOT NULL,                          -- what the menu calls it
  text    TEXT    NOT NULL,                          -- plain lines, with their fields
  UNIQUE (mailbox, name)
) STRICT;

-- Where the authorities of mail servers publish what they revoked, and the last list had there. Public and signed: none of it
-- is secret, and what is lost is fetched anew.
CREATE TABLE revocation_lists (
  url          TEXT    NOT NULL PRIMARY KEY,   -- as certificates name it
  list         BLOB,                           -- DER, signed; NULL while none was had
  wanted_since INTEGER NOT NULL,               -- seconds since 1970, when it was first asked for
  not_before   INTEGER NOT NULL,               -- seconds since 1970, not asked again before
  failures     INTEGER NOT NULL                -- questions in a row that came to nothing
) STRICT;

-- Who comes back to a locked screen, and takes the keyboard, with a code of their own. The code itself is nowhere: the lock is
-- what only that code opens.
CREATE TABLE personal_codes (
  person INTEGER PRIMARY KEY REFERENCES people (id), -- whose
  lock   TEXT    NOT NULL                            -- JSON, as the engine made it
) STRICT;
