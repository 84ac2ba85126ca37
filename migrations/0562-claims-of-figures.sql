-- Claims of what filings and the exchange tell: figures of results, dividends, splits, and which form was filed.
-- works with older code: what it writes is taken as before, and it passes over nothing but the new kinds.
alter table document_claims
  add column form text check (form in ('8-K', '10-Q', '10-K')),
  add column amount numeric,
  add column unit numeric check (unit > 0),
  drop constraint document_claims_kind_check,
  add constraint document_claims_kind_check check (kind in ('price_move', 'filing', 'revenue', 'net_income',
    'earnings_per_share', 'dividend', 'split')),
  add constraint document_claims_figure_check check ((kind in ('price_move', 'filing')) = (amount is null)
    and (amount is null) = (unit is null));
