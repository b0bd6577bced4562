-- The last day for which the yearly fee of the first admin ID was asked; absent: never.
ALTER TABLE business ADD COLUMN first_id_until integer;
CREATE TABLE usage_report (
  id {uuid} PRIMARY KEY,
  business_id bigint NOT NULL,
  month integer NOT NULL,         -- in which the work was done
  records_counted bigint NOT NULL,
  records_reported bigint NOT NULL,
  reason text NOT NULL,
  corrected_at bigint NOT NULL,
  corrected_by {uuid}
);
CREATE INDEX usage_report_business ON usage_report (business_id, month);
CREATE INDEX usage_report_month ON usage_report (month);
-- The bodies a business belongs to as registered (所属団体), and what each is found by.
CREATE TABLE business_body (
  business_id bigint NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (business_id, search)
);
CREATE INDEX business_body_search ON business_body (search);
-- How pictures look, by content: measures from 0 to 255.
CREATE TABLE picture_look (
  hash text PRIMARY KEY,
  light smallint NOT NULL,
  shades smallint NOT NULL,
  edge smallint NOT NULL
);
-- What is printed on a card, fixed when its batch is put together; absent of cards put into one before this.
CREATE TABLE card_print (
  card_id {uuid} PRIMARY KEY,
  family_name text NOT NULL,
  given_name text NOT NULL,
  family_kana text NOT NULL,
  given_kana text NOT NULL,
  roman_name text NOT NULL,
  photo text
);
CREATE INDEX card_print_photo ON card_print (photo);
