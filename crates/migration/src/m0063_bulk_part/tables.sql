-- Good rows of a file, some hundred that follow one another together, until they are taken or thrown away.
CREATE TABLE bulk_part (
    bulk_id {uuid} NOT NULL,
    first_line bigint NOT NULL, -- of its rows, as the spreadsheet counts
    last_line bigint NOT NULL,
    taken_line bigint NOT NULL, -- rows up to this one are applications
    forms text NOT NULL, -- JSON: what is the same in each form, which inputs a row has, rows as line and texts
    PRIMARY KEY (bulk_id, first_line)
);
-- What lies there is kept as parts of one row, with nothing but what is the same in it.
INSERT INTO bulk_part (bulk_id, first_line, last_line, taken_line, forms)
  SELECT bulk_id, line, line, 0, '{"same":' || form || ',"inputs":[],"rows":[[' || line || ',[]]]}' FROM bulk_row;
DROP TABLE bulk_row;
