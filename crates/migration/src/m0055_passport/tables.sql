-- Whose qualifications end near a day, without reading everybody's.
CREATE INDEX technician_qualification_end ON technician_qualification (expires_on, technician_id, place) WHERE expires_on IS NOT NULL;
-- What a person shows of the passport to somebody without a log-in, for minutes: one code of a person at a time. Kept as it is,
-- since its page is shown again while it opens, and is of no use after.
CREATE TABLE passport_share (
  technician_id bigint NOT NULL PRIMARY KEY,
  token text NOT NULL UNIQUE,
  made_at bigint NOT NULL,
  opened_at bigint                -- first opened by somebody else, and told then
);
