-- Every list of the page is served by an index, whatever it is narrowed by: newest first, so many.

-- A ticker's documents newest first are found by its mentions, however seldom it is named.
alter table document_company_mentions add column published_at timestamptz;
update document_company_mentions m set published_at = d.published_at
  from documents d where d.document_id = m.document_id;
create function date_mention() returns trigger language plpgsql as $$
begin
  new.published_at := coalesce(new.published_at, (
    select published_at from documents where document_id = new.document_id));
  return new;
end $$;
create trigger document_company_mentions_dated before insert on document_company_mentions
  for each row execute function date_mention();
create index document_company_mentions_newest on document_company_mentions (ticker, published_at desc, document_id);

create index documents_status_published on documents (status, published_at desc);
create index recommendations_ticker on recommendations (ticker, generated_at desc);
create index recommendations_action on recommendations (action, generated_at desc);
create index recommendations_mode on recommendations (mode, generated_at desc);
create index trading_decisions_ticker on trading_decisions (ticker, decided_at desc);
create index trading_decisions_action on trading_decisions (action, decided_at desc);
create index trading_decisions_code on trading_decisions (code, decided_at desc);
create index orders_ticker_intended on orders (ticker, intended_at desc);
create index orders_state_intended on orders (state, intended_at desc);

-- Dead letters of a model whose reply did not fit: few, and asked for at each scrape.
create index jobs_unfit on jobs (list) where state = 'dead' and last_error like '%Read the model''s reply:%';
