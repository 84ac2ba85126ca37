/** Records of sources that could not be used, with their reason and their beginning. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { RejectRow } from '#shared/contracts/api/sources.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import { redact } from '#shared/host/redact.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'

const listed = { table: 'rejects', as: 'x', id: 'reject_id' }
const ORDER = ['last_seen_at', 'reject_id'] as const

/** Bytes of a record that are shown; the whole is in the record. */
const SHOWN_BYTES = 600
/** All but what breaks a line; a page shows the rest as text, and a log or a terminal obeys none of it. */
const CONTROLS = /[^\P{Cc}\n]|\p{Cf}|\ufffd/gu

export type RejectsAsked = {
  source?: string | undefined
  reason?: string | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

export async function listRejects(
  db: Db,
  { source, reason, sort, limit, after }: RejectsAsked,
): Promise<Served<RejectRow>[]> {
  await askRow(db, listed, after)
  const rows = await db<(Served<RejectRow> & { beginning: Uint8Array })[]>`
    select reject_id::float8 as reject_id, x.source_id, coalesce(source_name, '') as source_name,
      coalesce(ticker, '') as ticker, reason, says, substring(item for ${SHOWN_BYTES}) as beginning,
      item_bytes, sha256, first_seen_at, last_seen_at, times
    from rejects x left join sources s using (source_id) left join companies c using (company_id)
    where true ${source === undefined ? db`` : db`and x.source_id = ${source}`}
      ${reason === undefined ? db`` : db`and reason = ${reason}`}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
  return rows.map(({ beginning, ...row }) => ({
    ...row,
    says: redact(row.says),
    item: shownText(beginning),
  }))
}

/** Bytes as text that nothing obeys: neither a terminal nor the direction of writing. */
export function shownText(bytes: Uint8Array): string {
  // The last character may have been cut in the middle.
  const text = new TextDecoder().decode(bytes, { stream: bytes.length >= SHOWN_BYTES })
  return redact(text.replaceAll('\t', ' ').replace(CONTROLS, '?'))
}
