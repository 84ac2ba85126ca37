-- What rests on a document is looked up by the document: its page leads to what it led to.
create index recommendation_evidence_document on recommendation_evidence (document_id);
