-- What things cost, from which day; as data/prices.csv says, which a test compares.
CREATE TABLE price (
  kind text NOT NULL,
  from_date integer NOT NULL,
  until_date integer,             -- absent: without an end
  yen bigint NOT NULL,
  source text NOT NULL,           -- where it was published, or why it was set
  added_at bigint NOT NULL,       -- 0: with this step
  added_by {uuid},
  PRIMARY KEY (kind, from_date)
);
INSERT INTO price (kind, from_date, until_date, yen, source, added_at, added_by) VALUES
  ('technician_simple', 20201001, NULL, 2500, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('technician_detailed', 20201001, NULL, 4900, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('technician_upgrade', 20201001, NULL, 2400, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('business_self_employed', 20201001, NULL, 0, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_5m', 20201001, NULL, 6000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_10m', 20201001, NULL, 12000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_20m', 20201001, NULL, 24000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_50m', 20201001, NULL, 48000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_100m', 20201001, NULL, 60000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_300m', 20201001, NULL, 120000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_1b', 20201001, NULL, 240000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_5b', 20201001, NULL, 480000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_10b', 20201001, NULL, 600000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_below_50b', 20201001, NULL, 1200000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('business_from_50b', 20201001, NULL, 2400000, 'fees_business_registration.csv、2020年10月1日からの料金の公表', 0, NULL),
  ('card_reissue', 20201001, NULL, 1000, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('level_evaluation', 20201001, NULL, 4000, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('level_evaluation', 20250801, 20260331, 0, 'fees.csv、2025年8月から2026年3月まで無料', 0, NULL),
  ('admin_id_yearly', 20201001, NULL, 11400, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('admin_id_yearly_self_employed', 20201001, NULL, 2400, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('site_admin_id', 20201001, NULL, 0, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL),
  ('site_usage', 20201001, NULL, 10, 'fees.csv、2020年10月1日の料金改定（運営協議会 第7回総会 No.88）', 0, NULL);
