-- Certificates of registration that were made: whose, and their place in a status list. What one says is kept nowhere.
CREATE TABLE certificate (
  id {uuid} NOT NULL PRIMARY KEY,
  technician_id bigint,
  business_id bigint,             -- of one of the two
  made_at bigint NOT NULL,
  until_at bigint NOT NULL,
  ended_at bigint,                -- taken back, or overtaken by a change
  list integer NOT NULL,          -- 1, 2, …
  place integer NOT NULL,         -- in the list, drawn by chance
  ended_why smallint,
  CONSTRAINT certificate_place UNIQUE (list, place)
);
CREATE INDEX certificate_technician ON certificate (technician_id, made_at) WHERE technician_id IS NOT NULL;
CREATE INDEX certificate_business ON certificate (business_id, made_at) WHERE business_id IS NOT NULL;
-- What a list says, without reading those that hold.
CREATE INDEX certificate_ended ON certificate (list, place) WHERE ended_at IS NOT NULL;
