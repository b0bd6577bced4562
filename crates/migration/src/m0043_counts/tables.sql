-- A person's days of a month by trade and role, as sets of days: of several trades or roles together a day counts once.
CREATE TABLE technician_trade_month (
  technician_id bigint NOT NULL,
  month integer NOT NULL,
  trade smallint NOT NULL,        -- 0 where not known, and so below; never both
  role smallint NOT NULL,
  days integer NOT NULL,          -- bit 0: the 1st to bit 30: the 31st
  days_approved integer NOT NULL,
  CONSTRAINT technician_trade_month_key PRIMARY KEY (technician_id, month, trade, role)
)
--sqlite: WITHOUT ROWID
;
--pg:ALTER TABLE technician_trade_month SET (fillfactor = 50);
--pg:INSERT INTO technician_trade_month (technician_id, month, trade, role, days, days_approved)
--pg:  SELECT technician_id, work_date / 100, COALESCE(trade, 0), COALESCE(role, 0), BIT_OR(1 << (work_date % 100 - 1)),
--pg:    BIT_OR(approval * (1 << (work_date % 100 - 1))) FROM history_record WHERE trade IS NOT NULL OR role IS NOT NULL
--pg:  GROUP BY technician_id, work_date / 100, COALESCE(trade, 0), COALESCE(role, 0);
--sqlite:INSERT INTO technician_trade_month (technician_id, month, trade, role, days, days_approved)
--sqlite:  SELECT technician_id, work_date / 100, COALESCE(trade, 0), COALESCE(role, 0), SUM(DISTINCT 1 << (work_date % 100 - 1)),
--sqlite:    SUM(DISTINCT approval * (1 << (work_date % 100 - 1))) FROM history_record WHERE trade IS NOT NULL OR role IS NOT NULL
--sqlite:  GROUP BY technician_id, work_date / 100, COALESCE(trade, 0), COALESCE(role, 0);
-- Records of a prefecture's sites by working day; the nation's are their sum.
CREATE TABLE prefecture_day (
  prefecture smallint NOT NULL,
  work_date integer NOT NULL,
  stripe integer NOT NULL,        -- one per writer; summed on read
  records bigint NOT NULL,
  approved bigint NOT NULL,
  CONSTRAINT prefecture_day_key PRIMARY KEY (work_date, prefecture, stripe)
)
--sqlite: WITHOUT ROWID
;
--pg:ALTER TABLE prefecture_day SET (fillfactor = 50);
INSERT INTO prefecture_day (prefecture, work_date, stripe, records, approved)
  SELECT s.prefecture, h.work_date, 0, COUNT(*), SUM(h.approval) FROM history_record h JOIN site s ON s.id = h.site_id
  GROUP BY s.prefecture, h.work_date;
-- Two kinds more of the wide counts: 4 role (0 where not known), 5 new sites (in the column of records).
INSERT INTO wide_month (kind, code, month, stripe, records, records_approved)
  SELECT 4, COALESCE(role, 0), work_date / 100, 0, COUNT(*), SUM(approval) FROM history_record
  GROUP BY COALESCE(role, 0), work_date / 100;
--pg:INSERT INTO wide_month (kind, code, month, stripe, records, records_approved)
--pg:  SELECT 5, 0, CAST(to_char(to_timestamp(created_at / 1000) AT TIME ZONE 'Asia/Tokyo', 'YYYYMM') AS integer) AS m, 0, COUNT(*), 0
--pg:  FROM site GROUP BY m;
--sqlite:INSERT INTO wide_month (kind, code, month, stripe, records, records_approved)
--sqlite:  SELECT 5, 0, CAST(strftime('%Y%m', created_at / 1000 + 32400, 'unixepoch') AS integer) AS m, 0, COUNT(*), 0
--sqlite:  FROM site GROUP BY m;
-- Which primes and employers had records in a month is asked of the counts by month.
CREATE INDEX business_month_month ON business_month (month, part, business_id);
-- How far the register has looked whether its history is what the facts say: a row a round through everything.
CREATE TABLE history_check (
  round integer NOT NULL PRIMARY KEY,
  began_at bigint NOT NULL,
  ended_at bigint,                -- absent while the round lasts
  part smallint NOT NULL,         -- 1 people, 2 sites, 3 months, 4 done
  upto bigint NOT NULL,           -- of that part, inclusive
  night integer NOT NULL,         -- the day whose night was the last
  quota bigint NOT NULL,          -- people and sites that are left for that night
  people bigint NOT NULL,
  records bigint NOT NULL,
  sites bigint NOT NULL,
  months bigint NOT NULL,
  differences bigint NOT NULL
);
CREATE TABLE history_difference (
  round integer NOT NULL REFERENCES history_check (round),
  number integer NOT NULL,
  kind smallint NOT NULL,         -- 1 missing, 2 extra, 3 otherwise, 4 facts missing, 5 a count
  technician_id bigint,
  site_id bigint,
  work_date integer,
  what text NOT NULL,
  found_at bigint NOT NULL,
  CONSTRAINT history_difference_key PRIMARY KEY (round, number)
)
