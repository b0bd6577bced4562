-- An agreement of a prime and a union.
CREATE TABLE labour_agreement (
  id {uuid} NOT NULL PRIMARY KEY,
  business_id bigint NOT NULL,
  registrar_id {uuid} NOT NULL,   -- the union: a certified registrar's body
  wage_1 bigint NOT NULL,         -- yen a day, by level
  wage_2 bigint NOT NULL,
  wage_3 bigint NOT NULL,
  wage_4 bigint NOT NULL,
  proposed_at bigint NOT NULL,
  answered_at bigint,
  from_date integer NOT NULL,
  until_date integer NOT NULL,
  state smallint NOT NULL,        -- 1 proposed, 2 concluded, 3 declined
  hours text NOT NULL,
  lodging text NOT NULL,
  insurance text NOT NULL,
  payer text NOT NULL
);
CREATE INDEX labour_agreement_of_business ON labour_agreement (business_id, proposed_at);
CREATE INDEX labour_agreement_of_union ON labour_agreement (registrar_id, proposed_at);
-- The prime's request under it.
CREATE TABLE labour_request (
  id {uuid} NOT NULL PRIMARY KEY,
  agreement_id {uuid} NOT NULL REFERENCES labour_agreement (id),
  site_id bigint NOT NULL,
  people bigint NOT NULL,         -- a day
  asked_at bigint NOT NULL,
  from_date integer NOT NULL,
  until_date integer NOT NULL,
  trade smallint NOT NULL,
  work text NOT NULL
);
CREATE INDEX labour_request_of_agreement ON labour_request (agreement_id, asked_at);
-- A local union's part of it.
CREATE TABLE labour_call (
  id {uuid} NOT NULL PRIMARY KEY,
  request_id {uuid} NOT NULL REFERENCES labour_request (id),
  office_id {uuid} NOT NULL,
  people bigint NOT NULL,
  passed_at bigint NOT NULL,
  CONSTRAINT labour_call_of_office UNIQUE (request_id, office_id)
);
CREATE INDEX labour_call_at_office ON labour_call (office_id, passed_at);
-- An offer to a person.
CREATE TABLE labour_offer (
  id {uuid} NOT NULL PRIMARY KEY,
  request_id {uuid} NOT NULL REFERENCES labour_request (id),
  call_id {uuid} NOT NULL REFERENCES labour_call (id),
  technician_id bigint NOT NULL,
  yen bigint NOT NULL,            -- a day, as offered for the level
  offered_at bigint NOT NULL,
  answered_at bigint,
  roster_id {uuid},
  level smallint NOT NULL,
  state smallint NOT NULL         -- 1 offered, 2 accepted, 3 listed, 4 named, 5 employed, 6 declined, 7 withdrawn
);
-- One offer of a request takes a place for a person at a time.
CREATE UNIQUE INDEX labour_offer_of_person ON labour_offer (request_id, technician_id) WHERE state <= 5;
CREATE INDEX labour_offer_of_call ON labour_offer (call_id, offered_at);
CREATE INDEX labour_offer_to_person ON labour_offer (technician_id, offered_at);
-- The steps that were taken, with date, side and numbers.
CREATE TABLE labour_step (
  id {uuid} NOT NULL PRIMARY KEY,
  agreement_id {uuid} NOT NULL,
  request_id {uuid},
  office_id {uuid},
  by_account {uuid},
  asked bigint,
  filled bigint,
  at bigint NOT NULL,
  day integer,
  step smallint NOT NULL,         -- 1 to 9, as the source counts them
  side smallint NOT NULL,         -- 1 prime, 2 union, 3 local union, 4 the person
  CONSTRAINT labour_step_filled CHECK (filled IS NULL OR (asked IS NOT NULL AND filled >= 0 AND filled <= asked))
);
CREATE INDEX labour_step_of_request ON labour_step (request_id, id);
CREATE INDEX labour_step_of_agreement ON labour_step (agreement_id, id);
--sqlite:CREATE TRIGGER labour_step_kept BEFORE UPDATE ON labour_step BEGIN SELECT RAISE(ABORT, 'labour steps are append-only'); END;
--sqlite:CREATE TRIGGER labour_step_stays BEFORE DELETE ON labour_step BEGIN SELECT RAISE(ABORT, 'labour steps are append-only'); END;
--pg:CREATE FUNCTION labour_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'labour steps are append-only'; END $$;
--pg:CREATE TRIGGER labour_step_kept BEFORE UPDATE OR DELETE ON labour_step FOR EACH ROW EXECUTE FUNCTION labour_append_only();
