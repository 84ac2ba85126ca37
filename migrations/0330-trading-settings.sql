-- How the trading engine is set: each change is a version, the newest is in force.
create table trading_config_versions (
  version bigint generated always as identity primary key,
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  -- What a person has set; what an installation's environment says counts for the rest.
  by_hand text[] not null default '{}',
  changed_by text not null check (changed_by <> ''),
  changed_at timestamptz not null,
  reason text not null default ''
);

-- Nothing is traded by these until an installation or a person says so.
insert into trading_config_versions (settings, changed_by, changed_at) values ('{
  "enabled": false, "riskTier": "moderate", "siphonPct": 0.2, "reserveHighWaterPct": 0.3,
  "pollingSeconds": 60, "stopCheckSeconds": 300, "fastStopSeconds": 60,
  "gradualTranches": 3, "gradualThreshold": "30.0", "positionCap": "50.0", "poolMin": "100.0",
  "emergencyDrawdownPct": 0.4, "microEnabled": false, "microSeconds": 300, "microPctMax": 0.03,
  "microDailyMax": 10, "microHoldMinutes": 120, "positionsMax": 10,
  "snsTopicArn": "", "snsPhoneNumber": "", "gmailSender": "", "gmailRecipient": ""
}', 'install', clock_timestamp());

create trigger trading_config_versions_stand before update or delete on trading_config_versions
  for each row execute function refuse_change();
