-- What the file says about itself.
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY, -- 'min_reader': lowest schema version able to read this file
  value TEXT NOT NULL              -- its value, in text
) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('min_reader', '1');

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
