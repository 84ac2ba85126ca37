-- Claims of what filings and the exchange tell: figures of results, dividends, splits, and which form was filed.
-- works with older code: it looks at claims that are `open` alone, and what it cannot check is stored as `waiting`.
alter table document_claims
  add column form text check (form in ('8-K', '10-Q', '10-K')),
  add column amount numeric,
  add column unit numeric check (unit > 0),
  drop constraint document_claims_kind_check,
  add constraint document_claims_kind_check check (kind in ('price_move', 'filing', 'revenue', 'net_income',
    'earnings_per_share', 'dividend', 'split')),
  drop constraint document_claims_state_check,
  add constraint document_claims_state_check check (state in ('open', 'waiting', 'borne_out', 'refuted', 'unknown')),
  drop constraint document_claims_check1,
  add constraint document_claims_decided_check check ((state in ('open', 'waiting')) = (decided_at is null)),
  -- The release before takes every open claim without a direction for one of an 8-K, and refutes it for good.
  add constraint document_claims_waiting_check check (state <> 'open' or amount is null and (form is null or form = '8-K')),
  add constraint document_claims_figure_check check ((kind in ('price_move', 'filing')) = (amount is null)
    and (amount is null) = (unit is null));
drop index document_claims_open;
create index document_claims_open on document_claims (looked_at nulls first, published_at)
  where state in ('open', 'waiting');
