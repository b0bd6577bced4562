-- 能力評価実施団体, as the operator enters them.
CREATE TABLE level_body (
  id {uuid} NOT NULL PRIMARY KEY,
  number integer NOT NULL UNIQUE,   -- part of its log-ins
  name text NOT NULL,
  made_at bigint NOT NULL
);
-- A field is judged by one body or by none.
CREATE TABLE level_body_field (
  field smallint NOT NULL PRIMARY KEY,
  body_id {uuid} NOT NULL REFERENCES level_body (id)
);
CREATE INDEX level_body_field_of ON level_body_field (body_id);
CREATE TABLE level_body_seat (
  account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
  body_id {uuid} NOT NULL REFERENCES level_body (id)
);
CREATE INDEX level_body_seat_of ON level_body_seat (body_id);
CREATE TABLE level_application (
  id {uuid} NOT NULL PRIMARY KEY,
  technician_id bigint NOT NULL REFERENCES technician (id),
  field smallint NOT NULL,
  open_field smallint,              -- the field while it is open, absent afterwards: one at a time
  wanted smallint NOT NULL,
  state smallint NOT NULL,          -- 1 unpaid, 2 waiting, 3 second look, 4 granted, 5 refused, 6 withdrawn
  moves integer NOT NULL,           -- how often it moved: who judges says what they saw
  asked_at bigint NOT NULL,
  asked_on integer NOT NULL,        -- the day whose evidence and criteria count
  fee_request_id {uuid},
  waiting_since bigint,
  ended_at bigint,
  CONSTRAINT level_application_open UNIQUE (technician_id, open_field)
);
CREATE INDEX level_application_of ON level_application (technician_id, asked_at);
CREATE INDEX level_application_fee ON level_application (fee_request_id);
CREATE INDEX level_application_open_field ON level_application (open_field, waiting_since, id) WHERE open_field IS NOT NULL;
-- 経歴証明書.
CREATE TABLE level_statement (
  id {uuid} NOT NULL PRIMARY KEY,
  application_id {uuid} NOT NULL REFERENCES level_application (id),
  technician_id bigint NOT NULL,
  employer text NOT NULL,
  from_date integer NOT NULL,
  until_date integer NOT NULL,
  trade smallint NOT NULL,
  days integer NOT NULL,
  foreman_days integer NOT NULL,
  crew_leader_days integer NOT NULL,
  file text NOT NULL,               -- content hash of the picture or the PDF
  pages integer NOT NULL,           -- of a PDF; a picture has none
  sent_at bigint NOT NULL,
  taken boolean                     -- whether the body takes it; absent until it is judged
);
CREATE INDEX level_statement_of ON level_statement (application_id, sent_at);
CREATE INDEX level_statement_person ON level_statement (technician_id);
CREATE INDEX level_statement_file ON level_statement (file);
CREATE TABLE level_judgement (
  application_id {uuid} NOT NULL REFERENCES level_application (id),
  number integer NOT NULL,          -- 1, 2 … of the application
  by_account {uuid} NOT NULL,
  at bigint NOT NULL,
  verdicts text NOT NULL,           -- by requirement, JSON
  grants boolean NOT NULL,
  reasons text NOT NULL,            -- numbers, JSON
  note text NOT NULL,
  PRIMARY KEY (application_id, number)
);
CREATE TABLE level_grant (
  id {uuid} NOT NULL PRIMARY KEY,
  technician_id bigint NOT NULL REFERENCES technician (id),
  field smallint NOT NULL,
  level smallint NOT NULL,
  criteria_from integer,            -- first day of the version it was judged by, where it has one
  granted_on integer NOT NULL,
  granted_at bigint NOT NULL,
  granted_by {uuid} NOT NULL,
  body_id {uuid} NOT NULL,
  application_id {uuid} NOT NULL,
  withdrawal_reason smallint,
  withdrawal_note text,
  withdrawal_by {uuid},             -- who entered the withdrawal; another puts it in force
  withdrawal_at bigint,
  withdrawn_by {uuid},
  withdrawn_at bigint
);
CREATE INDEX level_grant_person ON level_grant (technician_id);
CREATE INDEX level_grant_field ON level_grant (field, granted_at, id);
