-- Of a PDF; 0 for a picture. Width and height are then those of the first page.
ALTER TABLE application_file ADD COLUMN pages integer NOT NULL DEFAULT 0;
-- What the pages of a PDF look like. The document is known by its content, so it is drawn once however often it is sent.
CREATE TABLE document_page (
  document text NOT NULL,         -- content hash of the PDF
  number integer NOT NULL,        -- from 1
  hash text NOT NULL,             -- content hash of the page's JPEG
  width integer NOT NULL,
  height integer NOT NULL,
  CONSTRAINT document_page_key PRIMARY KEY (document, number)
);
CREATE INDEX document_page_hash ON document_page (hash);
