-- Recording has begun at a site: its prefecture and day boundary stay from then on. It is said before the first record is made,
-- by who holds the site, and never taken back.
ALTER TABLE site ADD COLUMN begun boolean NOT NULL DEFAULT false;
UPDATE site SET begun = true WHERE EXISTS (SELECT 1 FROM history_record h WHERE h.site_id = site.id)
  OR EXISTS (SELECT 1 FROM history_sent h WHERE h.site_id = site.id);
-- A business that has left comes back with a place of its own dates: it stands in a tree once a day, not once for ever.
--pg:ALTER TABLE structure DROP CONSTRAINT structure_site_id_business_id_key;
--sqlite:CREATE TABLE structure_new (
--sqlite:  id blob PRIMARY KEY,
--sqlite:  site_id bigint NOT NULL REFERENCES site (id),
--sqlite:  business_id bigint NOT NULL REFERENCES business (id),
--sqlite:  parent blob REFERENCES structure_new (id),
--sqlite:  tier smallint NOT NULL,
--sqlite:  from_date integer NOT NULL,
--sqlite:  to_date integer,
--sqlite:  created_at bigint NOT NULL,
--sqlite:  awaits_answer boolean NOT NULL DEFAULT false,
--sqlite:  awaits_confirmation boolean NOT NULL DEFAULT false,
--sqlite:  skips text NOT NULL DEFAULT '',
--sqlite:  entered_by bigint
--sqlite:);
--sqlite:INSERT INTO structure_new (id, site_id, business_id, parent, tier, from_date, to_date, created_at, awaits_answer, awaits_confirmation, skips, entered_by)
--sqlite:  SELECT id, site_id, business_id, parent, tier, from_date, to_date, created_at, awaits_answer, awaits_confirmation, skips, entered_by FROM structure ORDER BY tier;
--sqlite:CREATE TABLE roster_new (
--sqlite:  id blob PRIMARY KEY,
--sqlite:  site_id bigint NOT NULL REFERENCES site (id),
--sqlite:  structure_id blob NOT NULL REFERENCES structure_new (id),
--sqlite:  technician_id bigint NOT NULL REFERENCES technician (id),
--sqlite:  trade smallint NOT NULL,
--sqlite:  role smallint NOT NULL,
--sqlite:  work_content text NOT NULL,
--sqlite:  hazardous boolean NOT NULL,
--sqlite:  from_date integer NOT NULL,
--sqlite:  to_date integer,
--sqlite:  created_at bigint NOT NULL
--sqlite:);
--sqlite:INSERT INTO roster_new (id, site_id, structure_id, technician_id, trade, role, work_content, hazardous, from_date, to_date, created_at)
--sqlite:  SELECT id, site_id, structure_id, technician_id, trade, role, work_content, hazardous, from_date, to_date, created_at FROM roster;
--sqlite:DROP TABLE roster;
--sqlite:DROP TABLE structure;
--sqlite:ALTER TABLE structure_new RENAME TO structure;
--sqlite:ALTER TABLE roster_new RENAME TO roster;
--sqlite:CREATE INDEX structure_business ON structure (business_id);
--sqlite:CREATE INDEX structure_parent ON structure (parent);
--sqlite:CREATE INDEX roster_site ON roster (site_id, technician_id);
--sqlite:CREATE INDEX roster_technician ON roster (technician_id);
--sqlite:CREATE INDEX roster_structure ON roster (structure_id);
CREATE INDEX structure_site ON structure (site_id, business_id);
CREATE UNIQUE INDEX structure_lasting ON structure (site_id, business_id) WHERE to_date IS NULL;
-- 新規入場: the day on which a person was inducted; 0 where they were not yet, absent of lines from before it was asked for.
ALTER TABLE roster ADD COLUMN inducted_on integer;
