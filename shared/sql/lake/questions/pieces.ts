/** Pieces of which several shipped questions are made: sessions and their moves, and what was known before each. */

/** Minutes from 9:30 in New York, when a session opens, to the end of that day. */
const OPEN_TO_MIDNIGHT = 870

/** The New York day of a moment. */
export const newYorkDay = (moment: string): string =>
  `cast(${moment} at time zone 'America/New_York' as date)`

/** The first day whose open comes after a moment: the same day before 9:30 in New York, else the next. */
export const dueDay = (moment: string): string =>
  `cast(cast(${moment} at time zone 'America/New_York' as timestamp(6)) + interval '${OPEN_TO_MIDNIGHT}' minute as date)`

/** Whole seconds between two moments, which both engines count alike. */
export const secondsBetween = (from: string, to: string): string =>
  `date_diff('second', date_trunc('second', ${from}), date_trunc('second', ${to}))`

/** Of each ticker and session: how far it went from open to close, less the mean of all that day. */
export const MOVES = `days as (
  select ticker, session_date, cast(close as double) / cast(open as double) - 1 as change
  from market_bars where timespan = '1d'
), moves as (
  select ticker, session_date, round(change - avg(change) over (partition by session_date), 12) as move
  from days
)`

/** Of each \`due\` day of \`claims\`: the session that is open then, or the next within a week. */
export const NEXT_SESSION = `next_session as (
  select due, min(session_date) as session_date
  from (select distinct due from claims) c
  join (select distinct session_date from market_bars where timespan = '1d') s
    on s.session_date >= c.due and s.session_date < c.due + interval '7' day
  group by due
)`

/** Wilson's interval of 95 % of a share that was counted, as two columns. */
export const wilson = (hits: string, tried: string): string => {
  const share = `(${hits} * 1e0 / ${tried})`
  const middle = `${share} + 1.920729e0 / ${tried}`
  const half = `1.959964e0 * sqrt(${share} * (1 - ${share}) / ${tried} + 0.960365e0 / ${tried} / ${tried})`
  const whole = `(1 + 3.841459e0 / ${tried})`
  return `round((${middle} - ${half}) / ${whole}, 3) as low, round((${middle} + ${half}) / ${whole}, 3) as high`
}
