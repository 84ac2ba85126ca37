/** Those who work on the same sources and nights at once never wait for each other in a ring. */

import { expect, test } from 'vitest'
import { noteScheduled } from '#shared/sql/schedule/due-sources.ts'
import { settleSuspicions } from '#shared/sql/market/suspicions.ts'
import { saveSources } from '#shared/sql/universe/sources.ts'
import type { Tx } from '#shared/sql/open.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const now = new Date('2026-03-02T15:00:00Z')
const MEETINGS = 150

const sourceOf = (n: number) => ({
  companyId: null,
  sourceType: 'web_scrape' as const,
  sourceName: `Feed ${n}`,
  config: { kind: 'feed', url: `https://n.example/${n}` },
  credibilityScore: 0.5,
})

/** How many of so many meetings of two ended in a deadlock. */
async function deadlocks(
  meet: (turn: number) => ((tx: Tx) => Promise<unknown>)[],
  before?: (turn: number) => Promise<void>,
) {
  let rings = 0
  for (let turn = 0; turn < (before ? 30 : MEETINGS); turn += 1) {
    await before?.(turn)
    const ends = await Promise.allSettled(meet(turn).map((work) => sql.begin(work)))
    for (const end of ends) {
      if (end.status === 'fulfilled') continue
      if ((end.reason as { code?: string }).code !== '40P01') throw end.reason
      rings += 1
    }
  }
  return rings
}

test('a file of sources in any order, and the sources that had their turn', async () => {
  const all = Array.from({ length: 60 }, (_, n) => sourceOf(n))
  await sql.begin((tx) => saveSources(tx, all))
  const ids = (await sql<{ sourceId: string }[]>`select source_id from sources`).map(
    (row) => row.sourceId,
  )
  expect(
    await deadlocks((turn) => [
      (tx) => saveSources(tx, turn % 2 ? all : all.toReversed()),
      (tx) => noteScheduled(tx, turn % 3 ? ids : ids.toReversed(), now),
      (tx) => noteScheduled(tx, ids.toReversed(), now),
    ]),
  ).toBe(0)
})

test('two fetches of bars that settle the same nights', async () => {
  const tickers = Array.from({ length: 40 }, (_, n) => `T${String(n).padStart(2, '0')}`)
  /** Open again, lying in another order than before. */
  const reopen = async (turn: number) => {
    await sql`delete from split_suspicions`
    for (const ticker of turn % 2 ? tickers : tickers.toReversed())
      await sql`insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
        values (${ticker}, '2026-02-02', 100, 20, '2026-02-03')`
  }
  const settle = (tx: Tx) => settleSuspicions(tx, now)
  const toldBy = (ticker: string) => (tx: Tx) =>
    tx`update split_suspicions set open = open + 1 where ticker = ${ticker}`
  expect(await deadlocks(() => [settle, settle, toldBy('T05')], reopen)).toBe(0)
  expect((await sql`select from split_suspicions where settled_at is null`).count).toBe(0)
})
