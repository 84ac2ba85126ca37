-- The page sorts current trends by how far they moved, and looked the reading before up for each of
-- them in all of the past. It stands beside the current one now, whoever writes that.
alter table trend_windows add column previous_sentiment double precision
  check (previous_sentiment between -1 and 1);

create function remember_trend_before() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    new.previous_sentiment := case when new.as_of > old.as_of then old.sentiment_mean
      else old.previous_sentiment end;
  else
    new.previous_sentiment := (select h.sentiment_mean from trend_history h
      where h.ticker = new.ticker and h.trend_window = new.trend_window and h.as_of < new.as_of
      order by h.as_of desc limit 1);
  end if;
  return new;
end $$;
create trigger trend_windows_before before insert or update on trend_windows
  for each row execute function remember_trend_before();

alter table trend_windows disable trigger trend_windows_before;
update trend_windows w set previous_sentiment = (select h.sentiment_mean from trend_history h
  where h.ticker = w.ticker and h.trend_window = w.trend_window and h.as_of < w.as_of
  order by h.as_of desc limit 1);
alter table trend_windows enable trigger trend_windows_before;
