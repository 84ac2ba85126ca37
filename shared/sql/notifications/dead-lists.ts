/** Table `jobs`: lists of which jobs were given up lately, for people to be told. */

import type { Db } from '../open.ts'

type DeadList = { list: string; count: number; reason: string; hour: string }

/** Of the last real minutes, by list; `hour` is that of the newest, which one notice is made of. */
export function countDeadSince(db: Db, minutes: number): Promise<DeadList[]> {
  return db<DeadList[]>`
    select list, count(*)::integer as count,
      coalesce((array_agg(reason order by settled_at desc))[1], '') as reason,
      to_char(max(settled_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as hour
    from jobs where state = 'dead' and settled_at > clock_timestamp() - ${minutes} * interval '1 minute'
    group by list order by list`
}
