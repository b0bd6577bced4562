-- Registered data that is put right: entered by one person, approved by another.
CREATE TABLE correction (
  id {uuid} PRIMARY KEY,
  technician_id bigint REFERENCES technician (id),
  business_id bigint REFERENCES business (id),
  state smallint NOT NULL,        -- 1 waiting, 2 made, 3 refused, 4 withdrawn
  before text NOT NULL,           -- JSON of the form as it was registered
  after text NOT NULL,            -- JSON of the form as it is to be
  photo_before text,              -- content hash; only where the photo changes
  photo_after text,
  reason text NOT NULL,
  entered_by {uuid} NOT NULL,
  entered_at bigint NOT NULL,
  decided_by {uuid},
  decided_at bigint,
  decision_reason text
);
CREATE INDEX correction_entered ON correction (entered_at, id);
CREATE INDEX correction_waiting ON correction (entered_at, id) WHERE state = 1;
-- One at a time, so that nobody approves what was entered beside a picture of the register that has gone.
CREATE UNIQUE INDEX correction_technician ON correction (technician_id) WHERE state = 1 AND technician_id IS NOT NULL;
CREATE UNIQUE INDEX correction_business ON correction (business_id) WHERE state = 1 AND business_id IS NOT NULL;
CREATE INDEX correction_photo_before ON correction (photo_before) WHERE photo_before IS NOT NULL;
CREATE INDEX correction_photo_after ON correction (photo_after) WHERE photo_after IS NOT NULL;
-- What the register said of a person from a day on; nothing for who was never corrected.
CREATE TABLE technician_version (
  technician_id bigint NOT NULL REFERENCES technician (id),
  number integer NOT NULL,
  from_date integer NOT NULL,
  content text NOT NULL,          -- JSON of the form as it stood
  photo text,                     -- content hash
  correction_id {uuid},
  PRIMARY KEY (technician_id, number)
);
CREATE INDEX technician_version_photo ON technician_version (photo) WHERE photo IS NOT NULL;
-- Who filed an application (1 the person or business, else the channel of its proxy), and whether it goes before others.
ALTER TABLE application ADD COLUMN channel smallint NOT NULL DEFAULT 1;
ALTER TABLE application ADD COLUMN priority smallint NOT NULL DEFAULT 0;
UPDATE application SET channel = (SELECT p.channel FROM application_proxy p WHERE p.application_id = application.id)
  WHERE id IN (SELECT application_id FROM application_proxy);
-- The queue's own order, by state and for what waits: priority stands ten years ahead (domain::application::place).
CREATE INDEX application_waiting ON application ((submitted_at - priority * 315360000000), id) WHERE state IN (2, 3);
CREATE INDEX application_newest ON application (submitted_at, id) WHERE state IN (2, 3);
CREATE INDEX application_place ON application (state, (submitted_at - priority * 315360000000), id);
CREATE INDEX application_counted ON application (state, kind, channel, submitted_at);
CREATE INDEX application_claimed ON application (claimed_by, state) WHERE claimed_by IS NOT NULL;
-- Stays of applications in their states, one row when a state is left; state 0: from handing in to the decision, without what
-- the applicant took; state -1: how far an application had come when measuring began.
CREATE TABLE state_stay (
  id {uuid} PRIMARY KEY,
  application_id {uuid} NOT NULL,
  kind smallint NOT NULL,
  channel smallint NOT NULL,
  state smallint NOT NULL,
  ms bigint NOT NULL,
  left_at bigint NOT NULL
);
CREATE INDEX state_stay_application ON state_stay (application_id, left_at);
CREATE INDEX state_stay_left ON state_stay (left_at);
INSERT INTO state_stay (id, application_id, kind, channel, state, ms, left_at)
  SELECT id, id, kind, channel, -1, 0, updated_at FROM application WHERE state IN (2, 3, 4, 5, 6);
-- What they came to, worked out once a day; channel 0: all.
CREATE TABLE service_time (
  day integer NOT NULL,
  kind smallint NOT NULL,
  channel smallint NOT NULL,
  state smallint NOT NULL,
  cases bigint NOT NULL,
  median_ms bigint NOT NULL,
  p90_ms bigint NOT NULL,
  PRIMARY KEY (day, kind, channel, state)
);
-- Disaster exceptions entered by one person and put in force by another.
CREATE TABLE disaster_proposal (
  id {uuid} PRIMARY KEY,
  code text NOT NULL,
  state smallint NOT NULL,        -- as of correction
  content text NOT NULL,          -- JSON
  entered_by {uuid} NOT NULL,
  entered_at bigint NOT NULL,
  decided_by {uuid},
  decided_at bigint,
  decision_reason text
);
CREATE UNIQUE INDEX disaster_proposal_waiting ON disaster_proposal (code) WHERE state = 1;
CREATE INDEX disaster_proposal_entered ON disaster_proposal (entered_at, id);
CREATE INDEX business_prefecture ON business (prefecture, valid_until);
-- Businesses that ask not to be limited for what they have not paid.
CREATE TABLE payment_relief (
  id {uuid} PRIMARY KEY,
  business_id bigint NOT NULL REFERENCES business (id),
  disaster_code text NOT NULL REFERENCES disaster (code),
  state smallint NOT NULL,        -- 1 asked, 2 granted, 3 refused
  reason text NOT NULL,
  asked_by {uuid},
  asked_at bigint NOT NULL,
  until_date integer NOT NULL,
  decided_by {uuid},
  decided_at bigint,
  decision_reason text
);
CREATE UNIQUE INDEX payment_relief_open ON payment_relief (business_id, disaster_code) WHERE state IN (1, 2);
CREATE INDEX payment_relief_asked ON payment_relief (asked_at, id) WHERE state = 1;
CREATE INDEX payment_relief_business ON payment_relief (business_id, asked_at);
-- Rounds of asking businesses whose registration ends whether they will renew.
CREATE TABLE survey (
  id {uuid} PRIMARY KEY,
  from_date integer NOT NULL,
  to_date integer NOT NULL,
  due_date integer NOT NULL,
  opened_at bigint NOT NULL,
  asked_after bigint,             -- the last business that was looked at
  complete smallint NOT NULL
);
CREATE INDEX survey_due ON survey (due_date);
CREATE TABLE survey_business (
  survey_id {uuid} NOT NULL REFERENCES survey (id),
  business_id bigint NOT NULL REFERENCES business (id),
  valid_until integer NOT NULL,
  token_hash text NOT NULL UNIQUE, -- SHA-256 of what the link holds, hex
  sealed text NOT NULL,            -- what the link holds, sealed
  intent smallint,                 -- 1 renew, 2 leave, 3 undecided
  reason text,
  answered_at bigint,
  reminded_at bigint,
  PRIMARY KEY (survey_id, business_id)
);
CREATE INDEX survey_business_business ON survey_business (business_id)
