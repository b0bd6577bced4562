-- What a business's registration said on any day, what disasters allow, and who was reminded.
CREATE TABLE business_version (
  business_id bigint NOT NULL REFERENCES business (id),
  number integer NOT NULL,
  from_date integer NOT NULL,
  content text NOT NULL,          -- JSON of the form as it stood
  application_id {uuid},
  PRIMARY KEY (business_id, number)
);
CREATE INDEX business_valid_until ON business (valid_until);
CREATE INDEX application_business ON application (business_id, kind);
CREATE TABLE disaster (
  code text PRIMARY KEY,
  name text NOT NULL,
  ground text NOT NULL,
  from_date integer NOT NULL,
  prefectures text NOT NULL,      -- codes parted by commas
  entry_days_until integer,
  entry_until integer,
  renewal_due_from integer,
  renewal_due_to integer,
  renewal_until integer,
  payment_until integer
);
INSERT INTO disaster (code, name, ground, from_date, prefectures, entry_days_until, entry_until, renewal_due_from, renewal_due_to, renewal_until)
  VALUES ('noto-2024', '令和6年能登半島地震', '災害救助法', 20240101, '15,16,17,18', 20240430, 20240630, 20240331, 20240531, 20240630);
CREATE TABLE renewal_reminder (
  business_id bigint NOT NULL REFERENCES business (id),
  prime bigint NOT NULL REFERENCES business (id),
  day integer NOT NULL,
  PRIMARY KEY (business_id, prime, day)
)
