DROP TABLE technician_day;
ALTER TABLE site_day RENAME TO site_day_one;
CREATE TABLE site_day (
  site_id bigint NOT NULL,
  work_date integer NOT NULL,
  stripe integer NOT NULL,        -- one per writer; summed on read
  records integer NOT NULL,
  approved integer NOT NULL,
  CONSTRAINT site_day_key PRIMARY KEY (site_id, work_date, stripe)
)
--sqlite: WITHOUT ROWID
;
INSERT INTO site_day (site_id, work_date, stripe, records, approved)
  SELECT site_id, work_date, 0, records, approved FROM site_day_one;
DROP TABLE site_day_one;
--pg:ALTER TABLE site_day SET (fillfactor = 50);
--pg:ALTER TABLE technician_month SET (fillfactor = 50);
--pg:ALTER TABLE business_month SET (fillfactor = 50);
--pg:ALTER TABLE wide_month SET (fillfactor = 50);
--sqlite:ALTER TABLE touch RENAME TO touch_one;
--sqlite:DROP INDEX touch_person;
--sqlite:CREATE TABLE touch (
--sqlite:  month integer NOT NULL,
--sqlite:  id blob NOT NULL,
--sqlite:  technician_id bigint NOT NULL,
--sqlite:  site_id bigint NOT NULL,
--sqlite:  occurred_at bigint NOT NULL,
--sqlite:  device_at bigint NOT NULL,
--sqlite:  received_at bigint NOT NULL,
--sqlite:  kind smallint NOT NULL,
--sqlite:  channel smallint NOT NULL,
--sqlite:  assurance smallint NOT NULL,
--sqlite:  flags smallint NOT NULL,
--sqlite:  trade smallint,
--sqlite:  role smallint,
--sqlite:  card_uid bigint,
--sqlite:  counter integer,
--sqlite:  device_seq bigint,
--sqlite:  source blob,
--sqlite:  PRIMARY KEY (month, id)
--sqlite:) WITHOUT ROWID;
--sqlite:INSERT INTO touch (month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, trade, role, card_uid, counter, device_seq, source)
--sqlite:  SELECT month, id, technician_id, site_id, occurred_at, device_at, received_at, kind, channel, assurance, flags, trade, role, card_uid, counter, device_seq, source FROM touch_one;
--sqlite:DROP TABLE touch_one;
--sqlite:CREATE INDEX touch_person ON touch (technician_id, site_id, occurred_at);
--sqlite:ALTER TABLE card_read RENAME TO card_read_one;
--sqlite:CREATE TABLE card_read (
--sqlite:  card_uid bigint NOT NULL,
--sqlite:  counter integer NOT NULL,
--sqlite:  touch_id blob NOT NULL,
--sqlite:  PRIMARY KEY (card_uid, counter)
--sqlite:) WITHOUT ROWID;
--sqlite:INSERT INTO card_read (card_uid, counter, touch_id)
--sqlite:  SELECT card_uid, counter, touch_id FROM card_read_one;
--sqlite:DROP TABLE card_read_one;
--sqlite:ALTER TABLE history_record RENAME TO history_record_one;
--sqlite:DROP INDEX history_record_site;
--sqlite:CREATE TABLE history_record (
--sqlite:  technician_id bigint NOT NULL,
--sqlite:  work_date integer NOT NULL,
--sqlite:  site_id bigint NOT NULL,
--sqlite:  first_in bigint,
--sqlite:  last_out bigint,
--sqlite:  inside_since bigint,
--sqlite:  prime bigint NOT NULL,
--sqlite:  employer bigint,
--sqlite:  roster_id blob,
--sqlite:  tier smallint,
--sqlite:  trade smallint,
--sqlite:  role smallint,
--sqlite:  channel smallint NOT NULL,
--sqlite:  approval smallint NOT NULL,
--sqlite:  touches integer NOT NULL,
--sqlite:  PRIMARY KEY (technician_id, work_date, site_id)
--sqlite:) WITHOUT ROWID;
--sqlite:INSERT INTO history_record (technician_id, work_date, site_id, first_in, last_out, inside_since, prime, employer, roster_id, tier, trade, role, channel, approval, touches)
--sqlite:  SELECT technician_id, work_date, site_id, first_in, last_out, inside_since, prime, employer, roster_id, tier, trade, role, channel, approval, touches FROM history_record_one;
--sqlite:DROP TABLE history_record_one;
--sqlite:CREATE INDEX history_record_site ON history_record (site_id, work_date);
--sqlite:ALTER TABLE technician_month RENAME TO technician_month_one;
--sqlite:CREATE TABLE technician_month (
--sqlite:  technician_id bigint NOT NULL,
--sqlite:  month integer NOT NULL,
--sqlite:  days integer NOT NULL,
--sqlite:  days_approved integer NOT NULL,
--sqlite:  records integer NOT NULL,
--sqlite:  records_approved integer NOT NULL,
--sqlite:  changes bigint NOT NULL,
--sqlite:  PRIMARY KEY (technician_id, month)
--sqlite:) WITHOUT ROWID;
--sqlite:INSERT INTO technician_month (technician_id, month, days, days_approved, records, records_approved, changes)
--sqlite:  SELECT technician_id, month, days, days_approved, records, records_approved, changes FROM technician_month_one;
--sqlite:DROP TABLE technician_month_one;
--sqlite:ALTER TABLE business_month RENAME TO business_month_one;
--sqlite:CREATE TABLE business_month (
--sqlite:  business_id bigint NOT NULL,
--sqlite:  part smallint NOT NULL,
--sqlite:  month integer NOT NULL,
--sqlite:  stripe integer NOT NULL,
--sqlite:  records bigint NOT NULL,
--sqlite:  records_approved bigint NOT NULL,
--sqlite:  PRIMARY KEY (business_id, part, month, stripe)
--sqlite:) WITHOUT ROWID;
--sqlite:INSERT INTO business_month (business_id, part, month, stripe, records, records_approved)
--sqlite:  SELECT business_id, part, month, stripe, records, records_approved FROM business_month_one;
--sqlite:DROP TABLE business_month_one;
--sqlite:ALTER TABLE wide_month RENAME TO wide_month_one;
--sqlite:CREATE TABLE wide_month (
--sqlite:  kind smallint NOT NULL,
--sqlite:  code bigint NOT NULL,
--sqlite:  month integer NOT NULL,
--sqlite:  stripe integer NOT NULL,
--sqlite:  records bigint NOT NULL,
--sqlite:  records_approved bigint NOT NULL,
--sqlite:  PRIMARY KEY (kind, code, month, stripe)
--sqlite:) WITHOUT ROWID;
--sqlite:INSERT INTO wide_month (kind, code, month, stripe, records, records_approved)
--sqlite:  SELECT kind, code, month, stripe, records, records_approved FROM wide_month_one;
--sqlite:DROP TABLE wide_month_one;
