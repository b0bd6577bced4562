-- A gate's own key in hex; absent: enrolled before keys.
ALTER TABLE device ADD COLUMN public_key text;
-- Version of the key its receipts are signed with.
ALTER TABLE device ADD COLUMN receipt_key smallint;
-- The same over every enrolment of one phone, whose numbers go on.
ALTER TABLE device ADD COLUMN phone {uuid};
-- The number of its first touch.
ALTER TABLE device ADD COLUMN first_seq bigint;
-- Up to here every number is received or known to be missing.
ALTER TABLE device ADD COLUMN looked_until bigint;
-- Touches that waited on it when it last said so.
ALTER TABLE device ADD COLUMN waiting integer;
ALTER TABLE device ADD COLUMN revoked_reason text;
CREATE INDEX device_site ON device (site_id);
CREATE INDEX device_phone ON device (phone);
ALTER TABLE quarantine ADD COLUMN device_seq bigint;
CREATE INDEX quarantine_number ON quarantine (source, device_seq);
CREATE INDEX touch_number ON touch (source, device_seq) WHERE device_seq IS NOT NULL;
-- What was set aside before has its number in what was sent.
--pg:UPDATE quarantine SET device_seq = CAST(substring(item from '"device_seq":([0-9]{1,18})[,}]') AS bigint);
--sqlite:UPDATE quarantine SET device_seq = json_extract(item, '$.device_seq')
--sqlite:  WHERE json_type(item, '$.device_seq') = 'integer' AND json_extract(item, '$.device_seq') < 1000000000000000000;
-- Of gates of before, nothing is looked for below what has come: nobody knows where their numbers began.
UPDATE device SET looked_until = (SELECT max(t.device_seq) FROM touch t WHERE t.source = device.id AND t.device_seq IS NOT NULL);
UPDATE device SET looked_until = (SELECT max(q.device_seq) FROM quarantine q WHERE q.source = device.id)
  WHERE COALESCE(looked_until, 0) < (SELECT max(q.device_seq) FROM quarantine q WHERE q.source = device.id);
-- Numbers that are missing, until they come.
CREATE TABLE device_gap (
  device_id {uuid} NOT NULL REFERENCES device (id),
  from_seq bigint NOT NULL,
  to_seq bigint NOT NULL,
  after_at bigint,                -- when the number before was received
  before_at bigint NOT NULL,      -- when the number after was received
  found_at bigint NOT NULL,
  PRIMARY KEY (device_id, from_seq)
);
