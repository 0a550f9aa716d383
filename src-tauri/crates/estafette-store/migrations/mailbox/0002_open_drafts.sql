-- Letters open in a composer. A row that is still here when the file is opened was being written when the program died.
CREATE TABLE open_drafts (
  draft_id    INTEGER PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE, -- the letter
  interrupted INTEGER NOT NULL DEFAULT 0                                    -- 1: left so by a run of the program that is over
) STRICT;
