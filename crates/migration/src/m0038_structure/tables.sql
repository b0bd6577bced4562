ALTER TABLE structure ADD COLUMN awaits_answer boolean NOT NULL DEFAULT false;
ALTER TABLE structure ADD COLUMN awaits_confirmation boolean NOT NULL DEFAULT false;
ALTER TABLE structure ADD COLUMN skips text NOT NULL DEFAULT '';
CREATE INDEX roster_structure ON roster (structure_id);
ALTER TABLE structure ADD COLUMN entered_by bigint;
CREATE INDEX structure_parent ON structure (parent);
