-- What somebody said of a person's day at a site without a touch: only ever added; of a day the highest turn counts.
CREATE TABLE history_entry (
  technician_id bigint NOT NULL,
  site_id bigint NOT NULL,
  first_in bigint,                -- as entered, and so below; all of it absent where the entry before it ends
  last_out bigint,
  employer bigint,                -- for whom
  entered_by bigint,              -- the business; absent: the register itself
  entered_at bigint NOT NULL,
  event_id {uuid} NOT NULL,
  work_date integer NOT NULL,
  turn integer NOT NULL,
  kind smallint NOT NULL,         -- 1 entered, 2 taken back by who entered it, 3 not accepted by the prime
  channel smallint NOT NULL,      -- 5: direct entry
  trade smallint,
  role smallint,
  CONSTRAINT history_entry_key PRIMARY KEY (technician_id, site_id, work_date, turn)
)
--pg: PARTITION BY RANGE (work_date)
--sqlite: WITHOUT ROWID
;
--pg:CREATE TABLE history_entry_other PARTITION OF history_entry DEFAULT;
--sqlite:CREATE TRIGGER history_entry_kept BEFORE UPDATE ON history_entry BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--sqlite:CREATE TRIGGER history_entry_stays BEFORE DELETE ON history_entry BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--pg:CREATE TRIGGER history_entry_kept BEFORE UPDATE OR DELETE ON history_entry FOR EACH ROW EXECUTE FUNCTION history_append_only();
-- 1: an entry of the day stands and is read before the record is made anew.
ALTER TABLE history_record ADD COLUMN by_hand smallint NOT NULL DEFAULT 0;
