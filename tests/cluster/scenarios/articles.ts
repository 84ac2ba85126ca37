/** Real articles in, recommendations out, a paper order by hand, and zero again. */

import { until } from '../kubectl.ts'
import type { Bed } from '../bed.ts'
import type { Report } from '../report.ts'
import { UNIVERSE } from '../values.ts'

const ORDER_SECONDS = 420
const REST_SECONDS = 240
const DOCUMENTS_MIN = 100

export type Articles = { documents: number; filled: number; restSeconds: number; dead: number }

/**
 * Seeds the companies by an upgrade, waits for what the articles come to, has a person buy, then lets every source rest.
 * Two owners tell all of these days' news: of that alone nothing is bought.
 */
export async function tradeOnArticles(bed: Bed, report: Report): Promise<Articles> {
  const { sql, mode } = bed
  await bed.upgrade({ 'seed.universe': UNIVERSE })
  const began = performance.now()
  const seen = async () => ({
    documents: await countDocuments(bed),
    recommendations: await countRecommendations(bed),
    orders: await sql`select state, count(*) from orders group by 1`,
    decisions: await sql`select code, count(*) from trading_decisions group by 1`,
  })
  const areJudged = async () =>
    (await countDocuments(bed)) > DOCUMENTS_MIN && (await countRecommendations(bed)) > 0
  await until('recommendations on what the articles say', ORDER_SECONDS, areJudged, seen)
  const isFilled = async () => {
    await orderByHand(bed)
    return (await countOrders(bed, 'filled')) > 0
  }
  await until('a filled paper order', ORDER_SECONDS, isFilled, seen)
  const orderSeconds = (performance.now() - began) / 1_000
  await sql`update sources set active = false`
  const restSeconds = await bed.untilAtRest(REST_SECONDS)
  const [documents, filled] = [await countDocuments(bed), await countOrders(bed, 'filled')]
  const judged = await countRecommendations(bed)
  const [dead] = await sql<{ count: number }[]>`select count(*) from jobs where state = 'dead'`
  report.add(mode, {
    what: 'real articles in, recommendations out, an order by hand through the page’s service',
    wanted: 'judged; the order filled by the broker',
    found: `${documents} documents, ${judged} recommendations, ${filled} orders filled, the first after ${orderSeconds.toFixed(0)} s; ${dead!.count} dead letters`,
  })
  report.add(mode, {
    what: 'sources off, then zero pumps and functions',
    wanted: '0',
    found: `0 after ${restSeconds.toFixed(0)} s`,
  })
  return { documents, filled, restSeconds, dead: dead!.count }
}

/** One order, however often it is sent. */
function orderByHand(bed: Bed): Promise<string> {
  const where = ['exec', 'deploy/query-api', '-c', 'query-api', '--', 'node', 'stonks.mjs']
  const order = ['trading', 'order', 'buy', 'AAPL', '--notional', '500', '--key', 'proof', '--yes']
  return bed.kubectl(...where, ...order, '--reason', 'the way to the broker and back')
}

async function countRecommendations({ sql }: Bed): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) from recommendations`
  return row!.count
}

async function countDocuments({ sql }: Bed): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) from documents`
  return row!.count
}

async function countOrders({ sql }: Bed, state: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) from orders where state = ${state}`
  return row!.count
}
