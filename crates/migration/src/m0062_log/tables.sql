-- What a leaf of the log says: a version of a record, only ever added. Times as in history_record.
CREATE TABLE log_version (
  technician_id bigint NOT NULL,
  site_id bigint NOT NULL,
  leaf bigint NOT NULL,           -- counted from 0
  mark bigint NOT NULL,           -- the first eight bytes of the leaf's hash, to find it by
  employer bigint,
  salt {uuid} NOT NULL,           -- 128 bits by chance
  work_date integer NOT NULL,
  first_ms integer,
  last_ms integer,
  inside_ms integer NOT NULL,
  turn smallint NOT NULL,         -- the how many-th version of its record: 1, 2, …
  tier smallint,
  trade smallint,
  role smallint,
  channel smallint,               -- absent: there is no record of the day any more
  approval smallint NOT NULL,
  touches smallint NOT NULL,
  by_hand smallint NOT NULL,
  CONSTRAINT log_version_key PRIMARY KEY (technician_id, work_date, site_id, turn)
)
--sqlite: WITHOUT ROWID
;
CREATE UNIQUE INDEX log_version_leaf ON log_version (leaf);
CREATE INDEX log_version_mark ON log_version (mark);
-- Up to which change of a person's month the log has it.
CREATE TABLE log_month (
  technician_id bigint NOT NULL,
  month integer NOT NULL,
  changes bigint NOT NULL,        -- as technician_month had it when its records were read
  CONSTRAINT log_month_key PRIMARY KEY (technician_id, month)
)
--sqlite: WITHOUT ROWID
;
--pg:ALTER TABLE log_month SET (fillfactor = 80);
-- The tree: rows of 256 hashes, of the leaves (level 0) and of every eighth level above.
CREATE TABLE log_tile (
  level smallint NOT NULL,
  number bigint NOT NULL,
  hashes {blob} NOT NULL,
  CONSTRAINT log_tile_key PRIMARY KEY (level, number)
)
--sqlite: WITHOUT ROWID
;
-- What the log said of itself, once a batch of leaves.
CREATE TABLE log_checkpoint (
  size bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  root {blob} NOT NULL,
  note text NOT NULL              -- as published, with the log's own signature
);
-- Witnesses who saw that the tree had only grown, under the checkpoint of a size.
CREATE TABLE log_cosignature (
  size bigint NOT NULL REFERENCES log_checkpoint (size),
  witness text NOT NULL,          -- name and number of the key
  at bigint NOT NULL,             -- received
  line text NOT NULL,
  CONSTRAINT log_cosignature_key PRIMARY KEY (size, witness)
)
--sqlite: WITHOUT ROWID
;
-- Leaves and checkpoints stay as they are.
--sqlite:CREATE TRIGGER log_version_kept BEFORE UPDATE ON log_version BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--sqlite:CREATE TRIGGER log_version_stays BEFORE DELETE ON log_version BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--sqlite:CREATE TRIGGER log_checkpoint_kept BEFORE UPDATE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--sqlite:CREATE TRIGGER log_checkpoint_stays BEFORE DELETE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--pg:CREATE TRIGGER log_version_kept BEFORE UPDATE OR DELETE ON log_version FOR EACH ROW EXECUTE FUNCTION history_append_only();
--pg:CREATE TRIGGER log_checkpoint_kept BEFORE UPDATE OR DELETE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION history_append_only();
-- Leaves a nightly round made anew and compared.
ALTER TABLE history_check ADD COLUMN leaves bigint NOT NULL DEFAULT 0;
