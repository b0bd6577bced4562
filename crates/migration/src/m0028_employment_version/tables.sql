-- 所属 as the register held them until something else was written: whoever looks at a day up to the last one finds them here.
CREATE TABLE employment_version (
  technician_id bigint NOT NULL REFERENCES technician (id),
  until_date integer NOT NULL,    -- the last day on which the register said so
  content text NOT NULL,          -- JSON of the employments, those that cover a day
  PRIMARY KEY (technician_id, until_date)
);
