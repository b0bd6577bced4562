-- Chips that hang at sites; the answers of theirs that touches used stand in card_read, as those of cards do.
CREATE TABLE site_tag (
  uid bigint NOT NULL PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  place text NOT NULL,
  key_version integer NOT NULL,   -- of the master key its own keys are made of
  made_at bigint NOT NULL,
  keys_at bigint,                 -- when its keys were handed to whoever writes chips
  ended_at bigint,
  end_reason smallint
);
CREATE INDEX site_tag_site ON site_tag (site_id);
-- The secret of a screen's own address; none of a poster on paper.
ALTER TABLE site_poster ADD COLUMN screen text;
DROP INDEX site_poster_standing;
CREATE UNIQUE INDEX site_poster_standing ON site_poster (site_id) WHERE ended_at IS NULL AND screen IS NULL;
CREATE UNIQUE INDEX site_poster_screen_standing ON site_poster (site_id) WHERE ended_at IS NULL AND screen IS NOT NULL;
CREATE UNIQUE INDEX site_poster_screen ON site_poster (screen);
-- Own phones are asked where they are when they record, and how far that is from the site is kept.
ALTER TABLE site ADD COLUMN ask_position boolean NOT NULL DEFAULT FALSE
