-- Log-ins, sessions, partners, events.
CREATE TABLE account (
  id {uuid} PRIMARY KEY,
  role text NOT NULL,
  login_id text NOT NULL UNIQUE,
  name text NOT NULL,
  password_hash text NOT NULL,
  totp_secret text,               -- sealed with the server's key; absent until enrolled
  totp_confirmed_at bigint,
  totp_last_step bigint,          -- a code is good once
  technician_id bigint,
  business_id bigint,
  created_at bigint NOT NULL,
  disabled_at bigint
);
CREATE INDEX account_business ON account (business_id);
CREATE TABLE account_site (
  account_id {uuid} NOT NULL REFERENCES account (id),
  site_id bigint NOT NULL,
  PRIMARY KEY (account_id, site_id)
);
CREATE TABLE login_failure (
  subject text NOT NULL,          -- 'account:…' or 'client:…'
  at bigint NOT NULL,
  id {uuid} NOT NULL,
  PRIMARY KEY (subject, at, id)
);
CREATE TABLE session (
  id text PRIMARY KEY,
  data text NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);
CREATE TABLE partner (
  id {uuid} PRIMARY KEY,
  name text NOT NULL,
  client_id text NOT NULL UNIQUE,
  secret_hash text NOT NULL,
  business_id bigint NOT NULL,    -- in whose name it sends
  created_at bigint NOT NULL,
  disabled_at bigint
);
CREATE TABLE partner_token (
  token_hash text PRIMARY KEY,
  partner_id {uuid} NOT NULL REFERENCES partner (id),
  expires_at bigint NOT NULL
);
CREATE TABLE event (
  id {uuid} PRIMARY KEY,
  at bigint NOT NULL,
  actor_role text NOT NULL,
  actor_account {uuid},
  process text NOT NULL,          -- the use case: 'application.approve'
  reason text,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  old text,                       -- JSON
  new text,                       -- JSON
  request_id {uuid} NOT NULL
);
CREATE INDEX event_subject ON event (subject_kind, subject_id, at);
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
