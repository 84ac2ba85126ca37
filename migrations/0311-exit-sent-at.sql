-- When the attempt in hand was sent: how long to wait after a refusal is counted from then.
alter table position_exits add column sent_at timestamptz;
