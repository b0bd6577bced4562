-- Facts, what they come to, and the counts kept with them.
CREATE TABLE touch (
  month integer NOT NULL,         -- yyyymm of the time inside the id, UTC: no correction can move it
  id {uuid} NOT NULL,
  technician_id bigint NOT NULL,
  site_id bigint NOT NULL,
  occurred_at bigint NOT NULL,    -- corrected
  device_at bigint NOT NULL,      -- as sent
  received_at bigint NOT NULL,
  kind smallint NOT NULL,
  channel smallint NOT NULL,
  assurance smallint NOT NULL,
  flags smallint NOT NULL,        -- touch warnings as bits
  trade smallint,                 -- as a partner said
  role smallint,
  card_uid bigint,
  counter integer,
  device_seq bigint,
  source {uuid},                  -- device or partner
  PRIMARY KEY (month, id)
)
--pg: PARTITION BY RANGE (month)
;
CREATE INDEX touch_person ON touch (technician_id, site_id, occurred_at);
--pg:CREATE TABLE touch_other PARTITION OF touch DEFAULT;
CREATE TABLE card_read (
  card_uid bigint NOT NULL,
  counter integer NOT NULL,
  touch_id {uuid} NOT NULL,
  PRIMARY KEY (card_uid, counter)
)
--pg: PARTITION BY HASH (card_uid)
;
--pg:CREATE TABLE card_read_0 PARTITION OF card_read FOR VALUES WITH (MODULUS 4, REMAINDER 0);
--pg:CREATE TABLE card_read_1 PARTITION OF card_read FOR VALUES WITH (MODULUS 4, REMAINDER 1);
--pg:CREATE TABLE card_read_2 PARTITION OF card_read FOR VALUES WITH (MODULUS 4, REMAINDER 2);
--pg:CREATE TABLE card_read_3 PARTITION OF card_read FOR VALUES WITH (MODULUS 4, REMAINDER 3);
CREATE TABLE quarantine (
  touch_id {uuid} NOT NULL,
  reason text NOT NULL,
  received_at bigint NOT NULL,
  site_id bigint,
  technician_id bigint,
  source {uuid},
  item text NOT NULL,             -- as sent
  resolved_at bigint,
  PRIMARY KEY (touch_id, reason)
);
CREATE INDEX quarantine_received ON quarantine (received_at);
CREATE TABLE history_record (
  technician_id bigint NOT NULL,
  work_date integer NOT NULL,
  site_id bigint NOT NULL,
  first_in bigint,
  last_out bigint,
  inside_since bigint,            -- in again after the last out, or not yet out
  prime bigint NOT NULL,
  employer bigint,                -- absent: not known on that day
  roster_id {uuid},               -- absent: 施工体制未登録
  tier smallint,
  trade smallint,
  role smallint,
  channel smallint NOT NULL,
  approval smallint NOT NULL,
  touches integer NOT NULL,
  PRIMARY KEY (technician_id, work_date, site_id)
)
--pg: PARTITION BY RANGE (work_date)
;
CREATE INDEX history_record_site ON history_record (site_id, work_date);
--pg:CREATE TABLE history_record_other PARTITION OF history_record DEFAULT;
CREATE TABLE technician_day (
  technician_id bigint NOT NULL,
  work_date integer NOT NULL,
  records integer NOT NULL,
  approved integer NOT NULL,
  PRIMARY KEY (technician_id, work_date)
);
CREATE TABLE technician_month (
  technician_id bigint NOT NULL,
  month integer NOT NULL,
  days integer NOT NULL,
  days_approved integer NOT NULL,
  records integer NOT NULL,
  records_approved integer NOT NULL,
  changes bigint NOT NULL,        -- grows with every change, so that an open screen knows
  PRIMARY KEY (technician_id, month)
);
CREATE TABLE site_day (
  site_id bigint NOT NULL,
  work_date integer NOT NULL,
  records integer NOT NULL,
  approved integer NOT NULL,
  PRIMARY KEY (site_id, work_date)
);
CREATE TABLE business_month (
  business_id bigint NOT NULL,
  part smallint NOT NULL,         -- 0 as prime, 1 as employer
  month integer NOT NULL,
  records bigint NOT NULL,
  records_approved bigint NOT NULL,
  PRIMARY KEY (business_id, part, month)
);
CREATE TABLE wide_month (
  kind smallint NOT NULL,         -- 0 nation, 1 prefecture, 2 trade, 3 channel
  code bigint NOT NULL,
  month integer NOT NULL,
  stripe integer NOT NULL,        -- one per writer; summed on read
  records bigint NOT NULL,
  records_approved bigint NOT NULL,
  PRIMARY KEY (kind, code, month, stripe)
);
