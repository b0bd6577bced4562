-- Records by the number their partner gave them: of which day each is, and which word of that day is its last.
CREATE TABLE history_sent (
  partner_id {uuid} NOT NULL,
  technician_id bigint NOT NULL,
  site_id bigint NOT NULL,
  digest bigint NOT NULL,         -- of what was sent last, so that the same is known again
  work_date integer NOT NULL,
  turn integer NOT NULL,          -- in history_entry
  record_id text NOT NULL,
  PRIMARY KEY (partner_id, record_id)
);
CREATE INDEX history_sent_day ON history_sent (partner_id, site_id, work_date, record_id);
-- Files of days as kept: what was found in one, until it is entered or thrown away.
CREATE TABLE history_import (
  id {uuid} PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  business_id bigint NOT NULL REFERENCES business (id),
  account_id {uuid} NOT NULL,
  kind smallint NOT NULL,         -- 1 days with their times, 2 R method
  file_name text NOT NULL,
  state smallint NOT NULL,
  row_count integer NOT NULL,
  day_count integer NOT NULL,     -- of the good rows; once taken, entered
  known_count integer NOT NULL,   -- days that were recorded already
  problem_count integer NOT NULL,
  good text NOT NULL,             -- JSON: the good rows until they are entered
  problems text NOT NULL,         -- JSON: the cells with problems
  created_at bigint NOT NULL
);
CREATE INDEX history_import_site ON history_import (site_id, business_id, created_at);
-- A training centre: what is touched there is shown in the passport and is never history.
ALTER TABLE site ADD COLUMN training boolean NOT NULL DEFAULT false;
CREATE INDEX site_training ON site (id) WHERE training;
