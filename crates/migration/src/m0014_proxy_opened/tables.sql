-- When the person opened what was filed for them: until it is taken back, only they change it.
ALTER TABLE application_proxy ADD COLUMN opened_at bigint;

-- Files that were only looked at are thrown away after a while, and problems of those that were taken.
CREATE INDEX bulk_state ON bulk (state, created_at);
