-- The how many-th line of its person at its site: 1, 2, … and never another.
ALTER TABLE roster ADD COLUMN line smallint NOT NULL DEFAULT 1;
UPDATE roster SET line = n.line FROM (SELECT id, CAST(ROW_NUMBER() OVER (PARTITION BY technician_id, site_id ORDER BY created_at, id) AS smallint) AS line
  FROM roster) AS n WHERE n.id = roster.id AND n.line > 1;
DROP INDEX roster_technician;
CREATE UNIQUE INDEX roster_line ON roster (technician_id, site_id, line);
DROP INDEX history_record_site;
DROP INDEX history_record_unlisted;
ALTER TABLE history_record RENAME TO history_record_one;
CREATE TABLE history_record (
  technician_id bigint NOT NULL,
  site_id bigint NOT NULL,        -- its prime is the record's
  employer bigint,                -- absent: not known on that day
  work_date integer NOT NULL,
  first_ms integer,               -- from the midnight in Japan at which the working day starts, and so below
  last_ms integer,
  inside_ms integer NOT NULL DEFAULT -2147483647, -- in again after the last out, or not yet out; the default: not inside, which is before any moment
  line smallint CHECK (line > 0), -- of the roster, among those of the person at the site; absent: 施工体制未登録
  tier smallint,
  trade smallint,
  role smallint,
  channel smallint NOT NULL,
  approval smallint NOT NULL,
  touches smallint NOT NULL,
  by_hand smallint NOT NULL DEFAULT 0, -- 1: an entry of the day stands and is read before the record is made anew
  CONSTRAINT history_record_key PRIMARY KEY (technician_id, work_date, site_id)
)
--pg: PARTITION BY RANGE (work_date)
--sqlite: WITHOUT ROWID
;
-- The same months as before, the default among them.
--pg:DO $$ DECLARE p record; BEGIN FOR p IN SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'history_record_one'::regclass LOOP EXECUTE format('ALTER TABLE %I RENAME TO %I', p.name, p.name || '_one'); EXECUTE format('CREATE TABLE %I PARTITION OF history_record %s', p.name, p.bound); END LOOP; END $$;
INSERT INTO history_record (technician_id, site_id, employer, work_date, first_ms, last_ms, inside_ms, line, tier, trade, role, channel, approval,
  touches, by_hand)
  SELECT h.technician_id, h.site_id, h.employer, h.work_date, CAST(h.first_in - h.midnight AS integer), CAST(h.last_out - h.midnight AS integer),
    COALESCE(CAST(h.inside_since - h.midnight AS integer), -2147483647),
    CASE WHEN h.roster_id IS NULL THEN NULL ELSE COALESCE(r.line, -1) END, h.tier, h.trade, h.role, h.channel, h.approval,
    CASE WHEN h.touches > 32767 THEN 32767 ELSE h.touches END, h.by_hand
  FROM (SELECT o.*,
--pg:    CAST(EXTRACT(EPOCH FROM to_date(CAST(o.work_date AS text), 'YYYYMMDD')) AS bigint) * 1000 - 32400000 AS midnight
--sqlite:    CAST(strftime('%s', substr(o.work_date, 1, 4) || '-' || substr(o.work_date, 5, 2) || '-' || substr(o.work_date, 7, 2)) AS integer) * 1000 - 32400000 AS midnight
    FROM history_record_one o) AS h
  LEFT JOIN roster r ON r.id = h.roster_id AND r.technician_id = h.technician_id AND r.site_id = h.site_id
  ORDER BY h.technician_id, h.work_date, h.site_id;
DROP TABLE history_record_one;
CREATE INDEX history_record_site ON history_record (site_id, work_date);
CREATE INDEX history_record_unlisted ON history_record (site_id, work_date) WHERE line IS NULL;
