-- What a letter quotes or forwards, apart from its text: the signature goes between the two.
CREATE TABLE draft_quotations (
  draft_id INTEGER PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE, -- the letter
  html     TEXT    NOT NULL                                              -- as the editor keeps it
) STRICT;
