-- Letters put together for posting; a letter is in one batch.
CREATE TABLE letter_batch (
  id {uuid} PRIMARY KEY,
  made_at bigint NOT NULL,
  made_by {uuid},
  letters integer NOT NULL,
  posted_at bigint,
  posted_by {uuid}
);
CREATE INDEX letter_batch_made ON letter_batch (made_at, id);
ALTER TABLE delivery ADD COLUMN batch_id {uuid};
CREATE INDEX delivery_batch ON delivery (batch_id, changed_at);
-- What a registered business or person applied for and has not paid stands in their list.
UPDATE fee_request SET business_id = (SELECT a.business_id FROM application a WHERE a.id = fee_request.application_id)
  WHERE business_id IS NULL AND application_id IS NOT NULL;
UPDATE fee_request SET technician_id = (SELECT a.technician_id FROM application a WHERE a.id = fee_request.application_id)
  WHERE technician_id IS NULL AND application_id IS NOT NULL
