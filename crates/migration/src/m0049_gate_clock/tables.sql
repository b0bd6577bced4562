-- The number of its last touch when it last said so; absent: it never did.
ALTER TABLE device ADD COLUMN last_told bigint;
-- No number after these came: that they were made is the phone's own word, of the time in before_at.
ALTER TABLE device_gap ADD COLUMN by_word boolean NOT NULL DEFAULT FALSE;
-- Touches whose time is for a person to look at (bit 32 of the warnings).
CREATE INDEX touch_clock ON touch (source, received_at) WHERE (flags & 32) <> 0;
-- What somebody knows of numbers that are missing, or were.
CREATE TABLE device_gap_known (
  id {uuid} PRIMARY KEY,
  device_id {uuid} NOT NULL REFERENCES device (id),
  from_seq bigint NOT NULL,
  to_seq bigint NOT NULL,
  known_at bigint NOT NULL,
  known_by {uuid} NOT NULL,       -- account; nil: by a command on the register's own machine
  words text NOT NULL
);
CREATE INDEX device_gap_known_device ON device_gap_known (device_id);
