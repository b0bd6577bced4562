-- Pictures of certificates that came with a correction; what was kept before is kept by what it came with.
CREATE TABLE correction_picture (
  correction_id {uuid} NOT NULL REFERENCES correction (id),
  field text NOT NULL,            -- list and key of the item
  before text,                    -- content hash; absent where the item had none
  hash text NOT NULL,             -- content hash of the one that came
  PRIMARY KEY (correction_id, field)
);
CREATE INDEX correction_picture_hash ON correction_picture (hash);
-- A new card is ordered with the correction, for which nothing is asked.
ALTER TABLE correction ADD COLUMN new_card boolean NOT NULL DEFAULT FALSE;
-- Who of the office looks at what: the latest reading of one document by one log-in.
CREATE INDEX event_read ON event (subject_id, actor_account, at) WHERE process = 'evidence.read';
