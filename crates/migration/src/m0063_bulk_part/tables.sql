-- Good rows of a file, some hundred that follow one another together, until they are taken or thrown away.
CREATE TABLE bulk_part (
    bulk_id {uuid} NOT NULL,
    first_line bigint NOT NULL, -- of its rows, as the spreadsheet counts
    last_line bigint NOT NULL,
    taken_line bigint NOT NULL, -- rows up to this one are applications
    -- JSON (what is the same in each form, which inputs a row has, rows as line and texts), as it is or packed: then the first byte is 1
    forms {blob} NOT NULL,
    PRIMARY KEY (bulk_id, first_line)
);
-- What lies there is kept as parts of one row, with nothing but what is the same in it.
INSERT INTO bulk_part (bulk_id, first_line, last_line, taken_line, forms)
  SELECT bulk_id, line, line, 0,
--pg: convert_to('{"same":' || form || ',"inputs":[],"rows":[[' || line || ',[]]]}', 'UTF8')
--sqlite: CAST('{"same":' || form || ',"inputs":[],"rows":[[' || line || ',[]]]}' AS BLOB)
  FROM bulk_row;
DROP TABLE bulk_row;
