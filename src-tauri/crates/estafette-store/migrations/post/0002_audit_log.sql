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
