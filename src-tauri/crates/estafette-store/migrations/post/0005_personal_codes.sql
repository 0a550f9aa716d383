-- Who comes back to a locked screen, and takes the keyboard, with a code of their own. The code itself is nowhere: the lock is
-- what only that code opens.
CREATE TABLE personal_codes (
  person INTEGER PRIMARY KEY REFERENCES people (id), -- whose
  lock   TEXT    NOT NULL                            -- JSON, as the engine made it
) STRICT;
