/** Orders that a person asks for: one of any kind, the end of a position, the end of all. */

import { Big } from 'big.js'
import type { byHandRoutes, OrderByHand } from '#shared/contracts/api/by-hand.ts'
import type { Answers, Told } from '#shared/contracts/api/route.ts'
import { available, withoutResting, type Book } from '#shared/domain/risk/book.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Clock } from '#shared/host/clock.ts'
import { sha256 } from '#shared/host/ids.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Sql } from '#shared/sql/open.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { readBook, tellOfBook } from '#shared/sql/risk/book.ts'
import { readOpenBuys, readOrderState } from '#shared/sql/trading/results.ts'
import { askByHand, knownByKey, sizedAs, type AskedByHand } from './by-hand.ts'
import { forecast, type LastPrice } from './forecast.ts'

export type HandParts = {
  sql: Sql
  clock: Clock
  rules: Pick<Rules, 'risk'>
  /** Last trades by ticker; what it throws counts as none known. */
  latestTrades: (tickers: string[]) => Promise<ReadonlyMap<string, { price: string; at: Date }>>
}

type Routes = Omit<
  Answers<typeof byHandRoutes>,
  'POST /api/trading/differences/accept' | 'PUT /api/trading/orders/:id'
>
type Asked = AskedByHand & { made(): void; tell(told: Told): void }

export function answerByHand(parts: HandParts): Routes {
  return {
    'POST /api/trading/override/order': (asked) => order(parts, asked),
    'POST /api/trading/orders/:id/cancel': (asked) => cancel(parts, asked),
    'POST /api/trading/positions/:id/close': (asked) => {
      const { id: ticker, body } = asked
      return order(parts, { ...asked, body: { ...saleOfAll(ticker), ...body } })
    },
    'POST /api/trading/positions/close-all': (asked) => closeAll(parts, asked),
  }
}

const saleOfAll = (ticker: string): OrderByHand => ({
  ticker,
  side: 'sell',
  quantity: null,
  notional: null,
  all: true,
  order_type: 'market',
  limit_price: null,
  stop_price: null,
  reason: '',
  dry_run: false,
})

/** Says what will happen; and has it happen, unless only that was asked. */
async function order({ sql, clock, rules, latestTrades }: HandParts, asked: Asked) {
  const now = clock.now()
  const { ticker, dry_run: dryRun } = asked.body
  const quote = await readQuote(latestTrades, ticker)
  const answer = await sql.begin(async (tx) => {
    const body = sizedAs(asked.body, await knownByKey(tx, asked.body))
    const told = await forecast(tx, { body, quote, rules }, now)
    if (dryRun) return { dryRun, jobId: null, decisionId: null, ...told }
    return { dryRun, ...(await askByHand(tx, { ...asked, body }, told.order, now)), ...told }
  })
  if (dryRun) asked.tell({ subject: ticker, after: { dryRun } })
  else asked.made()
  return answer
}

type AskedCancel = Parameters<Routes['POST /api/trading/orders/:id/cancel']>[0]

/** The wish is noted here; the adapter carries it to the broker, and the keeper sees that it ends. */
async function cancel({ sql, clock }: HandParts, asked: AskedCancel) {
  const { id: orderId, by, body } = asked
  const answer = await sql.begin(async (tx) => {
    const now = clock.now()
    const isNew = await askCancel(tx, orderId, nameOf(by), 'by_hand', now)
    const state = await readOrderState(tx, orderId)
    if (state === undefined) return undefined
    const after = { state, cancelAsked: isNew }
    await keepChange(tx, asked, { subject: orderId, after, reason: body.reason }, now)
    return { asked: isNew, state }
  })
  if (answer?.asked) asked.made()
  return answer
}

/** A broker that does not answer leaves the last price that was stored. */
export async function readQuote(
  latestTrades: HandParts['latestTrades'],
  ticker: string,
): Promise<LastPrice> {
  try {
    return (await latestTrades([ticker])).get(ticker) ?? null
  } catch {
    return null
  }
}

type AskedCloseAll = Parameters<Routes['POST /api/trading/positions/close-all']>[0]

async function closeAll({ sql, clock }: HandParts, asked: AskedCloseAll) {
  const now = clock.now()
  const { confirm, reason } = asked.body
  const answer = await sql.begin(async (tx) => {
    const book = await (confirm === '' ? tellOfBook(tx, now, []) : readBook(tx, now))
    const closing = freeOf(withoutResting(book))
    const word = `close ${closing.length} ${sha256(JSON.stringify(closing.map((row) => [row.ticker, row.quantity]))).slice(0, 6)}`
    if (confirm === '')
      return { done: false, confirm: word, closing, canceling: await readOpenBuys(tx) }
    if (confirm !== word)
      throw new Refusal(
        409,
        `What is held has changed since: it takes "${word}" by now, found "${confirm}"`,
      )
    for (const { ticker, quantity, value } of closing) {
      const body = { ...saleOfAll(ticker), reason, quantity, all: false }
      const known = { limitPrice: null, stopPrice: null, referencePrice: null }
      const sale = {
        ticker,
        side: 'sell' as const,
        quantity,
        orderType: 'market' as const,
        ...known,
      }
      await askByHand(tx, { ...asked, body }, { ...sale, estimatedValue: value }, now)
    }
    const canceling = await readOpenBuys(tx)
    for (const orderId of canceling) await askCancel(tx, orderId, nameOf(asked.by), 'by_hand', now)
    return { done: true, confirm: word, closing, canceling }
  })
  if (answer.done) asked.made()
  else asked.tell({ subject: 'all positions', after: { dryRun: true } })
  return answer
}

/** What is held and not on its way out; a sale that rests gives way to one that leaves. */
function freeOf(book: Book) {
  return book.holdings.flatMap(({ ticker, price }) => {
    const quantity = available(ticker, book)
    if (!quantity.gt(0)) return []
    const value = new Big(quantity).times(price).toFixed()
    return [{ ticker, quantity: quantity.toFixed(), value }]
  })
}
