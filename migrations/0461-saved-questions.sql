-- Questions to the lake that people keep, each under a name of its own.

create table saved_questions (
  question_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  says text not null default '',
  statement text not null check (length(statement) between 1 and 20000),
  -- How its answer is drawn; null: as a table alone.
  chart jsonb,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- Who changed it last, by name.
  changed_by text not null
);
-- In any case of letters.
create unique index saved_questions_name on saved_questions (lower(name));
