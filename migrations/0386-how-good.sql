-- How good readers and sources are: what evaluations stored, calibrations, and what publishers were right about.

-- What a reader said of itself before it was calibrated; null where it was not.
alter table document_impact_records
  add column raw_confidence double precision check (raw_confidence between 0 and 1);

-- The newest of each metric of each model is what a page shows.
create index model_performance_metrics_newest on model_performance_metrics (model, metric, at desc);

-- How often a reader of one version is right where it says how sure it is: points [says, is], in order.
create table reader_calibrations (
  model text not null,
  model_version text not null,
  prompt_version text not null,
  method text not null check (method in ('isotonic', 'platt')),
  points jsonb not null check (jsonb_array_length(points) > 0),
  fitted_on integer not null check (fitted_on > 0),
  checked_on integer not null check (checked_on > 0),
  ece_before double precision not null,
  ece_after double precision not null,
  fitted_at timestamptz not null,
  primary key (model, model_version, prompt_version)
);

-- How often the next session bore out what a publisher's readings said of a company.
create table publisher_records (
  domain text primary key check (domain <> ''),
  tried integer not null check (tried > 0),
  borne_out integer not null check (borne_out between 0 and tried),
  -- The last session that was counted.
  through date not null
);
