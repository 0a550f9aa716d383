-- Folders made, renamed and deleted by a person: gestures in one order with those on letters.
-- (A remark in an added column is closed: SQLite puts the rest of the table behind it.)
ALTER TABLE folders ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 /* 1: deleted here, not yet on the server */;
ALTER TABLE operations ADD COLUMN name_before TEXT /* create, rename, delete: the whole decoded name before; NULL for letters */;
ALTER TABLE operations ADD COLUMN name_after TEXT /* create, rename: the whole decoded name wanted */;
ALTER TABLE operations ADD COLUMN wire_after TEXT /* create, rename: the whole name wanted, as the server writes it */;
-- Few rows at any time: gestures on letters look here whether the folder they need is still to be made.
CREATE INDEX operations_on_folders ON operations (state, folder_id, id) WHERE name_before IS NOT NULL;
