-- What the gateway was last told is still to come: 0 for nothing any more; absent where it has not heard of the request.
ALTER TABLE fee_request ADD COLUMN told_yen bigint;
UPDATE fee_request SET told_yen = CASE WHEN withdrawn_at IS NOT NULL AND announced_at IS NOT NULL THEN 0 ELSE amount_yen END
  WHERE announced_at IS NOT NULL OR withdrawn_at IS NOT NULL;
-- Paid or paid in part past the gateway, which still asks for the whole of it.
UPDATE fee_request SET announced_at = NULL WHERE announced_at IS NOT NULL AND withdrawn_at IS NULL AND received_yen > 0
  AND id NOT IN (SELECT request_id FROM receipt WHERE gateway = 'file' AND reason IS NULL AND request_id IS NOT NULL);
CREATE INDEX fee_request_untold ON fee_request (requested_at) WHERE announced_at IS NULL AND reference IS NOT NULL;
CREATE INDEX fee_request_due ON fee_request (due_date, id) WHERE paid_at IS NULL AND withdrawn_at IS NULL;
-- Credit that is to be paid back.
CREATE TABLE credit_refund (
  id {uuid} PRIMARY KEY,
  payer_key text NOT NULL,
  payer text NOT NULL,            -- the name it goes to
  yen bigint NOT NULL,
  ordered_at bigint NOT NULL,
  ordered_by {uuid},
  refunded_at bigint,
  refunded_by {uuid}
);
CREATE INDEX credit_refund_waiting ON credit_refund (ordered_at) WHERE refunded_at IS NULL;
-- Settlement files and what the rows taken in so far came to.
CREATE TABLE settlement_file (
  id {uuid} PRIMARY KEY,
  content {blob},                 -- absent once every row was taken in
  rows_all integer NOT NULL,
  rows_taken integer NOT NULL,
  settled integer NOT NULL,
  unmatched integer NOT NULL,
  known integer NOT NULL,
  brought_at bigint NOT NULL,
  brought_by {uuid}
);
CREATE INDEX settlement_file_brought ON settlement_file (brought_at);
CREATE INDEX job_given_up ON job (ended_at) WHERE fault IS NOT NULL;
