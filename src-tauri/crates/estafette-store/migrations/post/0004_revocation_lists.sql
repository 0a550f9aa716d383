-- Where the authorities of mail servers publish what they revoked, and the last list had there. Public and signed: none of it
-- is secret, and what is lost is fetched anew.
CREATE TABLE revocation_lists (
  url          TEXT    NOT NULL PRIMARY KEY,   -- as certificates name it
  list         BLOB,                           -- DER, signed; NULL while none was had
  wanted_since INTEGER NOT NULL,               -- seconds since 1970, when it was first asked for
  not_before   INTEGER NOT NULL,               -- seconds since 1970, not asked again before
  failures     INTEGER NOT NULL                -- questions in a row that came to nothing
) STRICT;
