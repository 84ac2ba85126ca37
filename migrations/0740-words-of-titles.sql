-- Documents are found by the words of their titles; of what a hostile page calls its title, by those it begins with.
create index documents_title_words on documents using gin (to_tsvector('simple', left(title, 1000)));
