-- The lines of an envelope, where a notice must not go to a contact that is newer than itself.
ALTER TABLE notice ADD COLUMN envelope text;
-- The last day that was registered before an end was reported; none where it had no end.
ALTER TABLE employment_request ADD COLUMN ended_before integer;
ALTER TABLE employment_request DROP COLUMN reason;
-- By what an application under way may be the double of another; what was handed in before this is known by its next
-- resubmission only.
CREATE TABLE application_sought (
  application_id {uuid} NOT NULL REFERENCES application (id),
  sought text NOT NULL,
  PRIMARY KEY (application_id, sought)
);
CREATE INDEX application_sought_key ON application_sought (sought);
-- What the register of 建設業許可 said of the licence an application names, when it was handed in.
CREATE TABLE application_licence (
  application_id {uuid} PRIMARY KEY REFERENCES application (id),
  licence text NOT NULL,          -- authority and number that were asked for
  name text,                      -- whose it is; absent where the register has none
  until_date integer,
  asked_at bigint NOT NULL
);
-- Which 登録基幹技能者 are near the end of theirs: their register is asked again.
CREATE INDEX technician_qualification_chief ON technician_qualification (expires_on, technician_id) WHERE from_register;
