-- What was decided of a person's days at a site: only ever added; of a day the highest turn counts. One row a person, month and
-- paper, however many days.
CREATE TABLE history_decided (
  technician_id bigint NOT NULL,
  site_id bigint NOT NULL,
  decided_at bigint NOT NULL,     -- 0: before decisions were kept
  decided_by bigint,              -- the business; absent: the register itself
  employer bigint,                -- as approved, and so below
  roster_id {uuid},
  event_id {uuid},                -- absent for a lapse, of which the touches tell, and before decisions were kept
  month integer NOT NULL,
  turn integer NOT NULL,
  days integer NOT NULL,          -- bit 0: the 1st to bit 30: the 31st; never 0
  kind smallint NOT NULL,         -- 1 approved, 2 approval withdrawn, 3 lapsed with its touches
  tier smallint,
  trade smallint,
  role smallint,
  CONSTRAINT history_decided_key PRIMARY KEY (technician_id, site_id, month, turn)
)
--pg: PARTITION BY RANGE (month)
--sqlite: WITHOUT ROWID
;
--pg:CREATE TABLE history_decided_other PARTITION OF history_decided DEFAULT;
INSERT INTO history_decided (technician_id, site_id, decided_at, decided_by, employer, roster_id, month, turn, days, kind, tier, trade, role)
  SELECT technician_id, site_id, 0, prime, employer, roster_id, month,
    CAST(ROW_NUMBER() OVER (PARTITION BY technician_id, site_id, month ORDER BY roster_id, employer, trade, role, tier) AS integer),
    days, 1, tier, trade, role FROM (
    SELECT technician_id, site_id, prime, employer, roster_id, tier, trade, role, work_date / 100 AS month,
      CAST(SUM(1 << (work_date % 100 - 1)) AS integer) AS days FROM history_record WHERE approval = 1
    GROUP BY technician_id, site_id, prime, employer, roster_id, tier, trade, role, work_date / 100) AS approved;
-- From here on nothing of it is ever changed or taken away.
--sqlite:CREATE TRIGGER history_decided_kept BEFORE UPDATE ON history_decided BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--sqlite:CREATE TRIGGER history_decided_stays BEFORE DELETE ON history_decided BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
--pg:CREATE FUNCTION history_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$;
--pg:CREATE TRIGGER history_decided_kept BEFORE UPDATE OR DELETE ON history_decided FOR EACH ROW EXECUTE FUNCTION history_append_only();
-- Who worked without a line of the roster: few, and asked for by site and month.
CREATE INDEX history_record_unlisted ON history_record (site_id, work_date) WHERE roster_id IS NULL;
