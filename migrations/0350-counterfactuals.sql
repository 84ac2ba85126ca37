-- Purchases that a check stopped or made smaller, priced as if they had been made.
create table counterfactuals (
  account_id text not null default current_account_id(),
  recommendation_id uuid not null,
  -- skipped by the engine, suppressed before it came so far, or clipped: bought, but less of it.
  kind text not null check (kind in ('skipped', 'suppressed', 'clipped')),
  -- The check: a code of a decision, of a suppression, or a step of the sizing.
  code text not null,
  ticker text not null,
  decided_at timestamptz not null,
  state text not null check (state in ('open', 'ended', 'unpriced')),
  -- Why it has no price.
  says text not null default '',
  entered_on date,
  at_open boolean,
  price numeric(20, 6) check (price > 0),
  quantity numeric(20, 9) check (quantity >= 0),
  levels jsonb,
  profit numeric(20, 6),
  reason text,
  ended_on date,
  looked_at timestamptz not null,
  primary key (account_id, recommendation_id, kind),
  check (state <> 'ended' or (profit is not null and reason is not null and ended_on is not null))
);
create index counterfactuals_open on counterfactuals (looked_at) where state = 'open';
create index counterfactuals_decided on counterfactuals (account_id, decided_at);
