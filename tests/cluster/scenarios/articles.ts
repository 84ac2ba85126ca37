/** Real articles in, paper orders out, and zero again. */

import { until } from '../kubectl.ts'
import type { Bed } from '../bed.ts'
import type { Report } from '../report.ts'
import { UNIVERSE } from '../values.ts'

const ORDER_SECONDS = 420
const REST_SECONDS = 240

export type Articles = { documents: number; filled: number; restSeconds: number; dead: number }

/** Seeds the companies by an upgrade, waits for a filled order, then lets every source rest. */
export async function tradeOnArticles(bed: Bed, report: Report): Promise<Articles> {
  const { sql, mode } = bed
  await bed.upgrade({ 'seed.universe': UNIVERSE })
  const began = performance.now()
  await until(
    'a filled paper order',
    ORDER_SECONDS,
    () => countOrders(bed, 'filled').then((n) => n > 0),
    async () => ({
      documents: await countDocuments(bed),
      orders: await sql`select state, count(*) from orders group by 1`,
      decisions: await sql`select code, count(*) from trading_decisions group by 1`,
    }),
  )
  const orderSeconds = (performance.now() - began) / 1_000
  await sql`update sources set active = false`
  const restSeconds = await bed.untilAtRest(REST_SECONDS)
  const [documents, filled] = [await countDocuments(bed), await countOrders(bed, 'filled')]
  const [dead] = await sql<{ count: number }[]>`select count(*) from jobs where state = 'dead'`
  report.add(mode, {
    what: 'real articles in, paper orders out',
    wanted: 'an order filled by the broker',
    found: `${documents} documents, ${filled} orders filled, the first after ${orderSeconds.toFixed(0)} s; ${dead!.count} dead letters`,
  })
  report.add(mode, {
    what: 'sources off, then zero pumps and functions',
    wanted: '0',
    found: `0 after ${restSeconds.toFixed(0)} s`,
  })
  return { documents, filled, restSeconds, dead: dead!.count }
}

async function countDocuments({ sql }: Bed): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) from documents`
  return row!.count
}

async function countOrders({ sql }: Bed, state: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) from orders where state = ${state}`
  return row!.count
}
