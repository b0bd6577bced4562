-- Notices, their deliveries, and the work the register sets itself.
CREATE TABLE notice (
  id {uuid} PRIMARY KEY,
  kind text NOT NULL,
  technician_id bigint,
  business_id bigint,
  application_id {uuid},
  content text NOT NULL,          -- JSON {name: value}
  created_at bigint NOT NULL,
  read_at bigint
);
CREATE INDEX notice_technician ON notice (technician_id, created_at);
CREATE INDEX notice_business ON notice (business_id, created_at);
CREATE INDEX notice_application ON notice (application_id, created_at);
CREATE TABLE delivery (
  id {uuid} PRIMARY KEY,
  notice_id {uuid} NOT NULL REFERENCES notice (id),
  medium smallint NOT NULL,
  address text NOT NULL,          -- mail address, phone number, or the lines of an envelope
  lang text NOT NULL,
  state smallint NOT NULL,
  tries integer NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX delivery_state ON delivery (state, medium, changed_at);
CREATE INDEX delivery_notice ON delivery (notice_id);
CREATE TABLE job (
  id {uuid} PRIMARY KEY,
  kind text NOT NULL,
  key text NOT NULL UNIQUE,       -- the same work is set once
  subject text NOT NULL,          -- what it is about: an id or a day
  run_at bigint NOT NULL,
  tries integer NOT NULL,
  leased_until bigint NOT NULL,   -- another process has it until then; 0 for nobody
  ended_at bigint,
  fault text                      -- why it was given up
);
CREATE INDEX job_due ON job (ended_at, run_at);
ALTER TABLE application ADD COLUMN lang text NOT NULL DEFAULT 'ja';
ALTER TABLE account ADD COLUMN lang text NOT NULL DEFAULT 'ja'
