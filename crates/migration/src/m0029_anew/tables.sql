-- A further period as a new registration (true) or a renewal (false); absent until handed in, for other applications, and for
-- what was completed before this step, whose applicants read of a renewal then.
ALTER TABLE application ADD COLUMN anew boolean;
