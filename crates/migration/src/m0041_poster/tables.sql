-- What a site's poster opens. Kept as it is, since it is printed again, and hangs where everybody sees it.
CREATE TABLE site_poster (
  token text NOT NULL PRIMARY KEY,
  site_id bigint NOT NULL,
  made_at bigint NOT NULL,
  ended_at bigint
);
CREATE UNIQUE INDEX site_poster_standing ON site_poster (site_id) WHERE ended_at IS NULL;
