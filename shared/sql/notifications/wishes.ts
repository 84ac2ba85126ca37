/**
 * Table `notification_wishes`: what people are to be told, written in the transaction of what happened.
 *
 * Who tells takes the rows in hand afterwards (services/trading-engine/notifier.ts); nothing that
 * trades waits for it.
 */

import type { NoticeKind } from '../../contracts/notifications.ts'
import { plainText } from '../../domain/document/text/cut.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

const SAYS_MAX = 2_000

/** Asks that people be told; once for each `occasion` of a kind and subject. */
export async function wishToTell(
  db: Db,
  made: { kind: NoticeKind; subject: string; occasion: string; says: string; detail?: object },
  now: Date,
): Promise<void> {
  const { kind, subject, occasion, says, detail = {} } = made
  await db`
    insert into notification_wishes (wish_id, kind, subject, says, detail, made_at)
    values (${deriveId('wish', kind, subject, occasion)}, ${kind}, ${subject}, ${plainText(says, SAYS_MAX)},
      ${db.json(detail as never)}, ${now})
    on conflict (wish_id) do nothing
  `
}

type Wish = { wishId: string; kind: string; subject: string; says: string; madeAt: Date }

/** Takes the oldest wishes in hand, for this transaction. */
export function takeWishes(tx: Tx, most: number, now: Date): Promise<Wish[]> {
  return tx<Wish[]>`
    with oldest as (
      select wish_id from notification_wishes where taken_at is null
      order by made_at, wish_id limit ${most} for update skip locked
    ), taken as (
      update notification_wishes w set taken_at = ${now} from oldest where w.wish_id = oldest.wish_id
      returning w.wish_id, w.kind, w.subject, w.says, w.made_at
    )
    select wish_id, kind, subject, says, made_at from taken order by made_at, wish_id`
}
