-- What somebody chose for notices of a topic (domain::notice::choice); what is usual has no row.
CREATE TABLE notice_choice (
  technician_id bigint REFERENCES technician (id),
  business_id bigint REFERENCES business (id),
  topic smallint NOT NULL,
  choice smallint NOT NULL,       -- 1 mail, 2 short message, 3 the own page only
  changed_at bigint NOT NULL,
  CHECK ((technician_id IS NULL) <> (business_id IS NULL))
);
CREATE UNIQUE INDEX notice_choice_technician ON notice_choice (technician_id, topic) WHERE technician_id IS NOT NULL;
CREATE UNIQUE INDEX notice_choice_business ON notice_choice (business_id, topic) WHERE business_id IS NOT NULL;
