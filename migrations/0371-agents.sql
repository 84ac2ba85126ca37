-- Agents as stages use them: what they ask, what they may spend, how each call went, and every reply.
-- works with older code: nothing of the release before reads or writes these tables.

alter table ai_agents
  drop column input_chars_max,
  alter column model set default '',
  alter column system_prompt set default '',
  alter column prompt_version set default '',
  add column schema_version text not null default '',
  add column input_tokens_max integer not null default 3000 check (input_tokens_max between 50 and 200000),
  add column when_away text not null default 'hold' check (when_away in ('hold', 'rules')),
  add column version integer not null default 1,
  add check (tokens_per_hour_max > 0);

alter table agent_variants
  add column prompt_version text,
  add column schema_version text,
  add column input_tokens_max integer check (input_tokens_max between 50 and 200000),
  add column version integer not null default 1,
  add check (tokens_per_hour_max > 0);

-- The shares of an agent's active variants are one whole at most.
create function keep_traffic_whole() returns trigger language plpgsql as $$
begin
  perform from ai_agents where agent_id = new.agent_id for update;
  if (select sum(traffic_share) from agent_variants where agent_id = new.agent_id and active) > 1.000001 then
    raise exception 'the active variants of an agent have more than all of its documents'
      using errcode = 'check_violation', constraint = 'agent_variants_whole';
  end if;
  return null;
end $$;
create trigger agent_variants_whole after insert or update on agent_variants
  for each row execute function keep_traffic_whole();

alter table agent_performance_log
  drop column valid,
  drop column error,
  add column outcome text not null,
  add column model text not null,
  add column model_version text not null default '',
  add column prompt_version text not null default '',
  -- Companies of which rules spoke too, and those of which they said the same.
  add column compared integer not null default 0 check (compared >= 0),
  add column agreed integer not null default 0 check (agreed between 0 and compared),
  add column input_was_cut boolean not null default false;
create index agent_performance_log_at on agent_performance_log (at desc);
create index agent_performance_log_agent on agent_performance_log (agent_id, agent_performance_id desc);

-- What was reserved of an hour's tokens before calls that are under way, and spent by those that ended.
create table agent_token_hours (
  token_hour_id uuid primary key,
  agent_id uuid not null references ai_agents on delete cascade,
  variant_id uuid references agent_variants on delete cascade,
  hour timestamptz not null,
  reserved bigint not null default 0 check (reserved >= 0),
  spent bigint not null default 0 check (spent >= 0)
);
create index agent_token_hours_hour on agent_token_hours (hour);

-- The same question to the same model is answered once; a reply that was no good is kept with its code.
create table model_replies (
  reply_id uuid primary key,
  asked_sha256 text not null,
  model text not null,
  model_version text not null,
  text text not null,
  code text,
  tokens_in integer not null,
  tokens_out integer not null,
  latency_ms integer not null,
  replied_at timestamptz not null
);
create index model_replies_asked on model_replies (asked_sha256);
create index model_replies_at on model_replies (replied_at);

insert into ai_agents (agent_id, slug, purpose, document_types, model, system_prompt, prompt_version, system_owned,
  when_away) values
  ('403b7eef-47d8-567e-918c-683492885848', 'document-extractor', 'reads what a document says of each company',
    array['article', 'filing', 'transcript', 'press_release'], '', '', '', true, 'hold'),
  ('657fb0f6-68c3-5dda-a449-547ea5983510', 'event-classifier', 'tells events of the world from each other',
    array['macro_event'], '', '', '', true, 'hold'),
  ('1242b415-5190-5210-9fca-c081f6aedd4b', 'thesis-rewriter', 'writes the thesis of an eligible recommendation anew',
    '{}', '', '', '', true, 'rules');
