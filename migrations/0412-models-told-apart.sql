-- How each model of a server answers, what a deleted variant spent, and tokens that were not counted but estimated.
-- works with older code: it only cannot tell how a model server stands, which it does without.

-- One model of a server may be missing while another answers.
alter table model_servers
  drop constraint model_servers_pkey,
  add primary key (server, model),
  drop constraint model_servers_state_check,
  add constraint model_servers_state_check
    check (state in ('answers', 'away', 'busy', 'no_model', 'no_key', 'unwell'));

-- Tokens of an hour stay spent, whatever becomes of the variant that spent them.
alter table agent_token_hours drop constraint agent_token_hours_variant_id_fkey;

-- A server that tells no use of tokens has it estimated.
alter table agent_performance_log add column tokens_estimated boolean not null default false;
alter table model_replies add column tokens_estimated boolean not null default false;

-- Who read a company, where that is another than who read the rest of its document: `rules-v2 1`.
alter table document_impact_records add column read_by text;
