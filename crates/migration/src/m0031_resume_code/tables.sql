-- The code last sent in place of a lost one, as a hash until it is used, and how many were sent since the day was begun that counts.
CREATE TABLE application_code (
  application_id {uuid} PRIMARY KEY,
  hash text,
  sent_at bigint NOT NULL,
  since bigint NOT NULL,
  sent_count integer NOT NULL
);
