-- Sites, who works there for whom, and the phones at their gates.
CREATE TABLE site (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  prime bigint NOT NULL REFERENCES business (id),
  postcode text NOT NULL,
  prefecture smallint NOT NULL,
  address text NOT NULL,
  start_date integer NOT NULL,
  end_date integer,
  client_name text NOT NULL,
  public_client boolean NOT NULL,
  work_kind text NOT NULL,
  boundary_minutes smallint NOT NULL,
  ask_role boolean NOT NULL,
  assurance_min smallint NOT NULL,
  created_at bigint NOT NULL,
  closed_at bigint
);
CREATE INDEX site_prime ON site (prime);
CREATE TABLE structure (
  id {uuid} PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  business_id bigint NOT NULL REFERENCES business (id),
  parent {uuid} REFERENCES structure (id),
  tier smallint NOT NULL,
  from_date integer NOT NULL,
  to_date integer,
  created_at bigint NOT NULL,
  UNIQUE (site_id, business_id)
);
CREATE INDEX structure_business ON structure (business_id);
CREATE TABLE roster (
  id {uuid} PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  structure_id {uuid} NOT NULL REFERENCES structure (id),
  technician_id bigint NOT NULL REFERENCES technician (id),
  trade smallint NOT NULL,
  role smallint NOT NULL,
  work_content text NOT NULL,
  hazardous boolean NOT NULL,
  from_date integer NOT NULL,
  to_date integer,
  created_at bigint NOT NULL
);
CREATE INDEX roster_site ON roster (site_id, technician_id);
CREATE INDEX roster_technician ON roster (technician_id);
CREATE TABLE device (
  id {uuid} PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  enrolled_by {uuid} NOT NULL,
  enrolled_at bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  revoked_at bigint
);
