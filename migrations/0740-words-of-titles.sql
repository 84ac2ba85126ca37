-- Documents are found by the words of their titles.
create index documents_title_words on documents using gin (to_tsvector('simple', title));
