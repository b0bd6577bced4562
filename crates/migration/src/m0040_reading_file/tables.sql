-- A file of a logging reader, looked at and perhaps recorded.
CREATE TABLE reading_file (
  id {uuid} NOT NULL PRIMARY KEY,
  site_id bigint NOT NULL,
  file_name text NOT NULL,
  state smallint NOT NULL, -- 1 looked at, 2 being recorded, 3 recorded, 4 thrown away
  line_count integer NOT NULL,
  accepted_count integer NOT NULL,
  duplicate_count integer NOT NULL,
  refused_count integer NOT NULL,
  typed_count integer NOT NULL, -- lines with a number of a person in them, also when they are forgotten
  created_at bigint NOT NULL
);
CREATE INDEX reading_file_site ON reading_file (site_id, created_at);
CREATE INDEX reading_file_lying ON reading_file (created_at) WHERE state = 1;
-- Its lines with what they came to, as looked at until they are answered.
CREATE TABLE reading_line (
  file_id {uuid} NOT NULL,
  line integer NOT NULL,
  at bigint, -- absent of a line that does not read
  technician_id bigint, -- who it is, where the office may be told
  person bigint, -- the number that stands in the line
  kind smallint NOT NULL,
  outcome smallint NOT NULL, -- 1 accepted, 2 recorded before, 3 refused
  answered smallint NOT NULL, -- 1: nothing is sent for it any more
  card text NOT NULL, -- the serial number that stands in the line, hex
  reader text NOT NULL,
  typed text NOT NULL, -- the beginning of a line that does not read
  code text NOT NULL, -- why it makes no touch
  CONSTRAINT reading_line_key PRIMARY KEY (file_id, line)
);
