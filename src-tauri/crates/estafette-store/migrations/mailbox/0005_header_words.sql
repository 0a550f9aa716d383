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

INSERT INTO header_words (rowid, subject, people, body, att)
SELECT id,
       replace(replace(replace(replace(subject, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'),
       replace(replace(replace(replace(sender || to_list || cc_list, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'),
       '', ''
  FROM messages WHERE has_body = 0 ORDER BY id;

DELETE FROM fts WHERE rowid IN (SELECT id FROM messages WHERE has_body = 0);

-- Segments merged sixteen at a time instead of four: each letter is written again half as often, and a search opens a few more.
INSERT INTO fts (fts, rank) VALUES ('automerge', 16);
