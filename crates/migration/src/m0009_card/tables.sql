-- What becomes of a card after it was ordered: batch, way, and a new one in its place.
ALTER TABLE card ADD COLUMN place smallint NOT NULL DEFAULT 0;  -- 0 not kept, 1 made, 2 sent, 3 arrived, 4 came back
ALTER TABLE card ADD COLUMN placed_at bigint;
ALTER TABLE card ADD COLUMN return_reason smallint;
ALTER TABLE card ADD COLUMN batch_id {uuid};
CREATE INDEX card_batch_of ON card (batch_id);
CREATE INDEX card_place ON card (place, placed_at);
CREATE TABLE card_batch (
  id {uuid} PRIMARY KEY,
  number text NOT NULL UNIQUE,    -- of the day and running, as on the files
  state smallint NOT NULL,        -- 1 open, 2 sent, 3 produced
  made_at bigint NOT NULL,
  sent_at bigint,
  produced_at bigint,
  keys_at bigint                  -- when the keys were first handed over
);
CREATE TABLE card_reissue (
  id {uuid} PRIMARY KEY,
  technician_id bigint NOT NULL,
  under_way bigint UNIQUE,        -- the technician while it is under way, absent afterwards: one at a time
  reason smallint NOT NULL,
  fee_request_id {uuid},
  card_id {uuid},                 -- the new card, once ordered
  asked_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX card_reissue_fee ON card_reissue (fee_request_id);
CREATE INDEX card_reissue_card ON card_reissue (card_id)
