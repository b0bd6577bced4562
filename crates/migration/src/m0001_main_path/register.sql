-- Applications and what they come to: technicians, businesses, fees, cards.
CREATE TABLE application (
  id {uuid} PRIMARY KEY,
  number text NOT NULL UNIQUE,    -- 受付番号 2026-1121-00417
  kind smallint NOT NULL,
  state smallint NOT NULL,
  form text NOT NULL,             -- JSON as typed, passwords never inside
  password_hash text,
  resume_hash text NOT NULL,
  name text NOT NULL,             -- for the queue; empty while a draft has none
  photo text,                     -- content hash in the file store
  photo_width integer,
  photo_height integer,
  verdicts text NOT NULL,         -- JSON {field: verdict}
  claimed_by {uuid},
  claimed_at bigint,
  submitted_at bigint,
  decided_at bigint,
  technician_id bigint,           -- issued on completion
  business_id bigint,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL
);
CREATE INDEX application_queue ON application (state, submitted_at);
CREATE TABLE application_number (
  day integer PRIMARY KEY,
  last integer NOT NULL
);
CREATE TABLE business (
  id bigint PRIMARY KEY,
  kind smallint NOT NULL,
  name text NOT NULL,
  name_kana text NOT NULL,
  search_name text NOT NULL,
  representative text NOT NULL,
  corporate_number text,
  licence text,                   -- JSON, absent without a licence
  capital_yen bigint NOT NULL,
  trades text NOT NULL,           -- JSON [code, …]
  postcode text NOT NULL,
  prefecture smallint NOT NULL,
  address text NOT NULL,
  phone text NOT NULL,
  mail text NOT NULL,
  valid_until integer NOT NULL,
  registered_at bigint NOT NULL,
  application_id {uuid}
);
CREATE INDEX business_search ON business (search_name);
CREATE TABLE technician (
  id bigint PRIMARY KEY,
  family_name text NOT NULL,
  given_name text NOT NULL,
  family_kana text NOT NULL,
  given_kana text NOT NULL,
  roman_name text NOT NULL,
  alias text,
  search_name text NOT NULL,
  search_kana text NOT NULL,
  birth_date integer NOT NULL,
  sex text NOT NULL,
  nationality text NOT NULL,
  postcode text NOT NULL,
  prefecture smallint NOT NULL,
  address text NOT NULL,
  phone text NOT NULL,
  mail text NOT NULL,
  trades text NOT NULL,           -- JSON [code, …], main first
  main_trade smallint NOT NULL,
  experience_years smallint NOT NULL,
  insurance text NOT NULL,        -- JSON of joined / exempt / none, never a number
  level smallint NOT NULL,
  photo text,
  registered_at bigint NOT NULL,
  application_id {uuid}
);
CREATE INDEX technician_search ON technician (search_name, birth_date);
CREATE INDEX technician_search_kana ON technician (search_kana, birth_date);
CREATE TABLE employment (
  technician_id bigint NOT NULL,
  business_id bigint NOT NULL,
  from_date integer NOT NULL,
  to_date integer,
  main boolean NOT NULL,
  PRIMARY KEY (technician_id, business_id, from_date)
);
CREATE INDEX employment_business ON employment (business_id, to_date);
CREATE TABLE fee_request (
  id {uuid} PRIMARY KEY,
  kind text NOT NULL,
  application_id {uuid},
  technician_id bigint,
  business_id bigint,
  payer text NOT NULL,
  amount_yen bigint NOT NULL,
  due_date integer NOT NULL,
  requested_at bigint NOT NULL,
  paid_at bigint,
  settled_by {uuid}
);
CREATE INDEX fee_request_open ON fee_request (paid_at, due_date);
CREATE INDEX fee_request_application ON fee_request (application_id);
CREATE TABLE card (
  id {uuid} PRIMARY KEY,
  technician_id bigint NOT NULL,
  uid bigint UNIQUE,              -- the chip's 7 bytes; absent while ordered
  key_version integer NOT NULL,
  state smallint NOT NULL,
  level smallint NOT NULL,
  valid_until integer NOT NULL,
  ordered_at bigint NOT NULL,
  issued_at bigint,
  revoked_at bigint,
  revocation_reason text
);
CREATE INDEX card_technician ON card (technician_id, state);
