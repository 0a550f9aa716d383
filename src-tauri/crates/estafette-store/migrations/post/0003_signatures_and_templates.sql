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
