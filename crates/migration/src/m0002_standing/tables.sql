ALTER TABLE site ADD COLUMN name_kana text NOT NULL DEFAULT '';
-- 4: another card has taken its place.
UPDATE card SET revoked_at = COALESCE(
  (SELECT max(newer.issued_at) FROM card newer WHERE newer.technician_id = card.technician_id AND newer.issued_at > card.issued_at),
  issued_at) WHERE state = 4 AND revoked_at IS NULL;
ALTER TABLE business_month RENAME TO business_month_one;
CREATE TABLE business_month (
  business_id bigint NOT NULL,
  part smallint NOT NULL,         -- 0 as prime, 1 as employer
  month integer NOT NULL,
  stripe integer NOT NULL,        -- one per writer; summed on read
  records bigint NOT NULL,
  records_approved bigint NOT NULL,
  CONSTRAINT business_month_key PRIMARY KEY (business_id, part, month, stripe)
);
INSERT INTO business_month SELECT business_id, part, month, 0, records, records_approved FROM business_month_one;
DROP TABLE business_month_one;
ALTER TABLE quarantine RENAME TO quarantine_one;
CREATE TABLE quarantine (
  touch_id {uuid} NOT NULL,
  reason text NOT NULL,
  digest bigint NOT NULL,         -- of the item, so that another item under the same id is kept as well; 0: unknown
  received_at bigint NOT NULL,
  site_id bigint,
  technician_id bigint,
  source {uuid},
  item text NOT NULL,             -- as sent
  resolved_at bigint,
  CONSTRAINT quarantine_key PRIMARY KEY (touch_id, reason, digest)
);
INSERT INTO quarantine SELECT touch_id, reason, 0, received_at, site_id, technician_id, source, item, resolved_at FROM quarantine_one;
DROP TABLE quarantine_one;
CREATE INDEX quarantine_received ON quarantine (received_at);
