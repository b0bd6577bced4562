CREATE TABLE application_file (
  application_id {uuid} NOT NULL,
  field text NOT NULL,            -- identity, insurance_card, or an item: qualifications.k1
  hash text NOT NULL,             -- content hash in the file store
  kind text NOT NULL,             -- image/jpeg
  width integer NOT NULL,
  height integer NOT NULL,
  sent_at bigint NOT NULL,
  CONSTRAINT application_file_key PRIMARY KEY (application_id, field)
);
CREATE INDEX application_file_hash ON application_file (hash);
CREATE INDEX application_technician ON application (technician_id, state);
CREATE INDEX technician_birth ON technician (birth_date);
-- No row: registered simply, before there was more to know.
CREATE TABLE technician_detail (
  technician_id bigint PRIMARY KEY,
  detailed_at bigint,             -- absent: registered simply
  level_awaited boolean NOT NULL, -- one stop: no card before the level is judged
  blood_type smallint,
  residence_status smallint,
  residence_until integer,
  phone_home text,
  fax text,
  card_postcode text,             -- card destination; absent: the address
  card_prefecture smallint,
  card_address text,
  card_phone text,
  emergency_name text,
  emergency_relation text,
  emergency_address text,
  emergency_phone text,
  health_insurance_kind smallint, -- kinds only, never a number
  pension_kind smallint,
  kentaikyo_number text,
  identity_kind smallint,
  accident_insurance smallint     -- absent: not joined
);
CREATE TABLE technician_subtrade (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  trade smallint NOT NULL,
  minor smallint,                 -- of the published list; absent for another
  name text NOT NULL,
  CONSTRAINT technician_subtrade_key PRIMARY KEY (technician_id, place)
);
CREATE TABLE technician_career (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  trade smallint NOT NULL,
  years smallint NOT NULL,
  content text,
  CONSTRAINT technician_career_key PRIMARY KEY (technician_id, place)
);
CREATE TABLE technician_health_check (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  kind smallint NOT NULL,
  name text,
  on_date integer NOT NULL,
  CONSTRAINT technician_health_check_key PRIMARY KEY (technician_id, place)
);
CREATE TABLE technician_school (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  kind smallint NOT NULL,
  name text NOT NULL,
  year smallint NOT NULL,
  CONSTRAINT technician_school_key PRIMARY KEY (technician_id, place)
);
CREATE TABLE technician_qualification (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  code text,                      -- official code; absent where only the name is known
  name text NOT NULL,
  number text,
  acquired_on integer,
  expires_on integer,
  from_register boolean NOT NULL, -- said by the register of 登録基幹技能者, no document
  picture text,                   -- content hash
  CONSTRAINT technician_qualification_key PRIMARY KEY (technician_id, place)
);
CREATE TABLE technician_training (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  name text NOT NULL,
  held_by text,
  on_date integer NOT NULL,
  picture text,
  CONSTRAINT technician_training_key PRIMARY KEY (technician_id, place)
);
CREATE TABLE technician_award (
  technician_id bigint NOT NULL,
  place smallint NOT NULL,
  name text NOT NULL,
  given_by text,
  on_date integer NOT NULL,
  picture text,
  CONSTRAINT technician_award_key PRIMARY KEY (technician_id, place)
);
