-- What waits on a document, or was given up, is found on its page without reading all that waits.
create index jobs_of_document on jobs ((payload ->> 'document_id'))
  where state in ('queued', 'dead') and list in ('parsing', 'extraction', 'macro_classification');
