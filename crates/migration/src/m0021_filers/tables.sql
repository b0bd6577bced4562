-- Half days on which businesses may come to a counter.
CREATE TABLE counter_slot (
  office_id {uuid} NOT NULL REFERENCES registrar_office (id),
  on_date integer NOT NULL,
  half smallint NOT NULL,         -- 1 morning, 2 afternoon
  places smallint NOT NULL,
  booked smallint NOT NULL,
  PRIMARY KEY (office_id, on_date, half)
);
CREATE INDEX counter_slot_day ON counter_slot (on_date, office_id);
-- Who comes on them.
CREATE TABLE appointment (
  id {uuid} PRIMARY KEY,
  office_id {uuid} NOT NULL REFERENCES registrar_office (id),
  on_date integer NOT NULL,
  half smallint NOT NULL,
  business_id bigint NOT NULL,
  made_at bigint NOT NULL,
  made_by {uuid},
  cancelled_at bigint,
  application_id {uuid}           -- begun at the counter when they came
);
CREATE INDEX appointment_office ON appointment (office_id, on_date, id) WHERE cancelled_at IS NULL;
CREATE INDEX appointment_business ON appointment (business_id, on_date) WHERE cancelled_at IS NULL;
-- What was done under a lent ID, newest first.
CREATE INDEX event_lent ON event (actor_account, at, id) WHERE lent_to IS NOT NULL;
