-- Certified registrars.
CREATE TABLE registrar (
  id {uuid} PRIMARY KEY,
  number integer NOT NULL UNIQUE, -- in its log-ins: tr0001-01
  name text NOT NULL,
  prefecture smallint NOT NULL,
  temporary boolean NOT NULL,
  from_date integer NOT NULL,
  until_date integer,             -- absent: until it is ended
  ended_on integer,               -- the first day it may do nothing any more
  submitted_count bigint NOT NULL, -- applications handed in at its counters
  returned_count bigint NOT NULL, -- times one went back
  looked_count bigint NOT NULL,   -- samples the operator looked at
  good_count bigint NOT NULL,     -- of those found good
  created_at bigint NOT NULL
);
CREATE INDEX registrar_listed ON registrar (created_at, id);
-- Where its people sit.
CREATE TABLE registrar_office (
  id {uuid} PRIMARY KEY,
  registrar_id {uuid} NOT NULL REFERENCES registrar (id),
  kind smallint NOT NULL,         -- 1 field office, 2 head office
  name text NOT NULL,
  address text NOT NULL,
  phone text NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX registrar_office_registrar ON registrar_office (registrar_id, kind, created_at);
-- Registered scriveners.
CREATE TABLE scrivener (
  id {uuid} PRIMARY KEY,
  number integer NOT NULL UNIQUE, -- in its log-ins: gs0001-01
  name text NOT NULL,
  prefecture smallint NOT NULL,
  phone text NOT NULL,
  from_date integer NOT NULL,
  ended_on integer,
  created_at bigint NOT NULL
);
CREATE INDEX scrivener_listed ON scrivener (created_at, id);
-- At which office, or for which scrivener, a log-in acts.
CREATE TABLE account_seat (
  account_id {uuid} PRIMARY KEY REFERENCES account (id),
  office_id {uuid},
  scrivener_id {uuid}
);
CREATE INDEX account_seat_office ON account_seat (office_id) WHERE office_id IS NOT NULL;
CREATE INDEX account_seat_scrivener ON account_seat (scrivener_id) WHERE scrivener_id IS NOT NULL;
-- The office or scrivener that files; absent where a business does, whose number stands in business_id (0 otherwise).
ALTER TABLE application_proxy ADD COLUMN filer_id {uuid};
CREATE INDEX application_proxy_filer ON application_proxy (filer_id, created_at, application_id) WHERE filer_id IS NOT NULL;
-- An application taken at a counter: what was looked at, and where its papers are.
CREATE TABLE counter_case (
  application_id {uuid} PRIMARY KEY,
  registrar_id {uuid} NOT NULL,
  office_id {uuid} NOT NULL,
  begun_at bigint NOT NULL,
  identity_kind smallint,         -- kind of the identity document that was looked at; never a number
  papers text NOT NULL,           -- JSON [code, ...] of the kinds of papers
  checked_at bigint,
  checked_by {uuid},
  tracking text,                  -- of the recorded delivery, digits
  sent_on integer,
  sent_by {uuid},
  arrived_at bigint,
  arrived_by {uuid}
);
CREATE INDEX counter_case_office ON counter_case (office_id, begun_at, application_id);
CREATE INDEX counter_case_registrar ON counter_case (registrar_id, begun_at, application_id);
-- How many of a hundred approved cases the operator looks at.
CREATE TABLE sample_rate (
  from_date integer PRIMARY KEY,
  percent smallint NOT NULL,
  set_at bigint NOT NULL,
  set_by {uuid}
);
INSERT INTO sample_rate (from_date, percent, set_at) VALUES (20190401, 10, 0);
-- The approved cases chosen for it.
CREATE TABLE registrar_sample (
  application_id {uuid} PRIMARY KEY,
  registrar_id {uuid} NOT NULL,
  chosen_at bigint NOT NULL,
  verdict smallint,               -- 1 good, 2 to be mended
  word text NOT NULL,             -- to the body
  judged_at bigint,
  judged_by {uuid}
);
CREATE INDEX registrar_sample_chosen ON registrar_sample (chosen_at, application_id);
CREATE INDEX registrar_sample_registrar ON registrar_sample (registrar_id, judged_at) WHERE verdict IS NOT NULL;
-- Contact particulars of technicians as changed at a counter, and what they were before.
CREATE TABLE technician_contact (
  technician_id bigint NOT NULL,
  running integer NOT NULL,       -- from 0
  from_date integer NOT NULL,
  content text NOT NULL,          -- JSON
  office_id {uuid},               -- absent for what was registered before
  account_id {uuid},
  identity_kind smallint,
  PRIMARY KEY (technician_id, running)
);
