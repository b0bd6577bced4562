-- What the register knew of a person beyond where and who they are, from a day on; nothing for who never changed anything.
CREATE TABLE technician_detail_version (
  technician_id bigint NOT NULL REFERENCES technician (id),
  number integer NOT NULL,
  from_date integer NOT NULL,
  content text NOT NULL,          -- JSON of the form as it stood, with the pictures of its items
  application_id {uuid},
  PRIMARY KEY (technician_id, number)
);
-- A version of who and where somebody is may come from a change, too.
ALTER TABLE technician_version ADD COLUMN application_id {uuid};
CREATE INDEX technician_qualification_picture ON technician_qualification (picture) WHERE picture IS NOT NULL;
CREATE INDEX technician_training_picture ON technician_training (picture) WHERE picture IS NOT NULL;
CREATE INDEX technician_award_picture ON technician_award (picture) WHERE picture IS NOT NULL;
-- 所属: what a business says of somebody's employment, and what the person answers.
CREATE TABLE employment_request (
  id {uuid} PRIMARY KEY,
  business_id bigint NOT NULL REFERENCES business (id),
  technician_id bigint NOT NULL REFERENCES technician (id),
  kind smallint NOT NULL,         -- 1 begins, 2 ends
  main boolean NOT NULL,
  from_date integer NOT NULL,     -- the day it begins, or began
  until_date integer,             -- the last day, where it ends
  state smallint NOT NULL,        -- 1 waits, 2 agreed, 3 refused, 4 taken back, 5 told, 6 objected
  asked_by {uuid} NOT NULL,
  asked_at bigint NOT NULL,
  answered_at bigint,
  reason text
);
CREATE INDEX employment_request_business ON employment_request (business_id, asked_at, id);
CREATE INDEX employment_request_technician ON employment_request (technician_id, asked_at, id);
-- One that waits for the same person at a time.
CREATE UNIQUE INDEX employment_request_waiting ON employment_request (business_id, technician_id) WHERE state = 1;
