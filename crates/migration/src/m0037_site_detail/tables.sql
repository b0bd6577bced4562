-- What a prime says of a site beyond name, place and period; sections of an umbrella site; files of many sites.
ALTER TABLE site ADD COLUMN latitude_e6 integer;             -- degrees north in millionths, WGS 84
ALTER TABLE site ADD COLUMN longitude_e6 integer;            -- degrees east in millionths
ALTER TABLE site ADD COLUMN contract_kind smallint;
ALTER TABLE site ADD COLUMN contract_yen bigint;
ALTER TABLE site ADD COLUMN model_project smallint;
ALTER TABLE site ADD COLUMN days_off boolean NOT NULL DEFAULT FALSE;  -- 週休2日 is part of the contract
ALTER TABLE site ADD COLUMN opens_minutes smallint;          -- gate hours, minutes after midnight in Japan
ALTER TABLE site ADD COLUMN closes_minutes smallint;
ALTER TABLE site ADD COLUMN umbrella boolean NOT NULL DEFAULT FALSE;  -- 一括現場
ALTER TABLE site ADD COLUMN closed_reason text NOT NULL DEFAULT '';  -- why it was closed; empty while it is open
ALTER TABLE site ADD COLUMN copied_from bigint;              -- the former site it was made after
CREATE TABLE site_section (
  id {uuid} PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  name text NOT NULL,
  address text NOT NULL,
  from_date integer NOT NULL,
  to_date integer,                -- last day; none while it lasts
  created_at bigint NOT NULL
);
CREATE INDEX site_section_site ON site_section (site_id);
CREATE TABLE site_import (
  id {uuid} PRIMARY KEY,
  business_id bigint NOT NULL REFERENCES business (id),
  account_id {uuid} NOT NULL,
  file_name text NOT NULL,
  state smallint NOT NULL,
  row_count integer NOT NULL,
  good_count integer NOT NULL,
  problem_count integer NOT NULL,
  good text NOT NULL,             -- JSON: the good rows until they are sites
  problems text NOT NULL,         -- JSON: the cells with problems
  created_at bigint NOT NULL
);
CREATE INDEX site_import_business ON site_import (business_id, created_at)
