/** The words of `stonks trading`: what each asks of the engine, and what it shows. */

import { UsageError } from '../command.ts'
import { haltByRecord, releaseByRecord } from './kill-switch.ts'
import * as show from './show.ts'
import { reset } from './reset.ts'
import { account } from './switch-account.ts'
import { showHalt } from './show-halt.ts'
import { acceptBuildOf, consent } from './real-money.ts'
import { needed, only, outcome, type WordParts, type Word } from './word.ts'

export const words: Readonly<Record<string, Word>> = {
  status: async ({ ask }) => outcome(await ask('GET /api/trading/status'), show.status),
  config,
  pause: async ({ ask, typed: { reason } }) =>
    outcome(await ask('POST /api/trading/pause', { body: { reason } }), show.showStanding),
  resume: async ({ ask, confirm, typed: { reason } }) =>
    (await confirm('Entries are made again.'))
      ? outcome(await ask('POST /api/trading/resume', { body: { reason } }), show.showStanding)
      : undefined,
  reducing: async ({ ask, typed: { reason } }) =>
    outcome(await ask('POST /api/trading/reducing', { body: { reason } }), show.showStanding),
  halt: async ({ typed: { by, reason } }) => outcome(await haltByRecord(by, reason), showHalt),
  release: async ({ confirm, typed: { by, reason } }) =>
    (await confirm('Orders leave again.'))
      ? outcome(await releaseByRecord(by, needed(reason)), show.showStanding)
      : undefined,
  consent,
  'accept-build': acceptBuildOf,
  reset,
  account,
  debug: async ({ ask }) =>
    outcome(await ask('GET /api/trading/debug'), (dump) => JSON.stringify(dump, null, 2)),
  decisions: async ({ ask, typed: { ticker, limit } }) =>
    outcome(await ask('GET /api/trading/decisions', { query: { ticker, limit } }), show.decisions),
  decision: async ({ ask, typed }) =>
    outcome(await ask('GET /api/trading/decisions/:id', { id: only(typed, 'an id') }), show.whole),
  performance: async ({ ask, typed: { range } }) =>
    outcome(await ask('GET /api/trading/performance', { query: { range } }), show.performance),
  order,
  cancel: async ({ ask, typed }) => {
    const more = { id: only(typed, 'an order’s id'), body: { reason: typed.reason } }
    return outcome(await ask('POST /api/trading/orders/:id/cancel', more), ({ asked, state }) =>
      asked
        ? `It is asked back; it stood at ${state}.`
        : `It stands at ${state}: nothing was asked.`,
    )
  },
  change,
  close,
  breakers,
  tier: async ({ ask, confirm, typed }) => {
    const tier = only(typed, 'a tier')
    if (!(await confirm(`The risk tier becomes ${tier}.`))) return undefined
    const body = { tier, reason: needed(typed.reason) }
    return outcome(
      await ask('PUT /api/trading/tier', { body }),
      ({ from, to }) => `${from} → ${to}`,
    )
  },
  reserve: async ({ ask, confirm, typed }) => {
    const amount = only(typed, 'dollars, less than 0 to take out')
    if (!(await confirm(`${amount} dollars go into the reserve.`))) return undefined
    const body = { amount, reason: needed(typed.reason) }
    return outcome(
      await ask('POST /api/trading/reserve', { body }),
      ({ reserve }) => `The reserve holds ${reserve} dollars.`,
    )
  },
}

/** Settings: all, their past, or NAME=VALUE to change. */
async function config({ ask, confirm, typed: { words: said, reason, limit } }: WordParts) {
  if (said.length === 0) return outcome(await ask('GET /api/trading/config'), show.settings)
  if (said.length === 1 && said[0] === 'history')
    return outcome(await ask('GET /api/trading/config/history', { query: { limit } }), show.history)
  const settings = Object.fromEntries(said.map(readChange))
  if (!(await confirm(`These settings change: ${said.join(', ')}.`))) return undefined
  return outcome(
    await ask('PUT /api/trading/config', { body: { settings, reason } }),
    show.settings,
  )
}

/** `true`, `false`, `null` and numbers are what they say; but dollars are text to the engine. */
const DOLLARS = ['positionCap', 'poolMin', 'gradualThreshold']

function readChange(said: string): [string, unknown] {
  const [, name = '', text = ''] = /^(\w+)=(.*)$/.exec(said) ?? []
  if (name === '') throw new UsageError(`config takes NAME=VALUE, found "${said}"`)
  if (text === 'size' && name === 'positionCap') return [name, null]
  if (DOLLARS.includes(name)) return [name, text]
  if (text === 'true' || text === 'false') return [name, text === 'true']
  return [name, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text]
}

async function order({ ask, confirm, typed }: WordParts) {
  const [side, ticker, ...surplus] = typed.words
  if ((side !== 'buy' && side !== 'sell') || !ticker || surplus.length > 0)
    throw new UsageError('order takes buy or sell, and a ticker')
  const { limitPrice: limit, stopPrice: stop } = typed
  const type = limit && stop ? 'stop_limit' : limit ? 'limit' : stop ? 'stop' : 'market'
  const body = {
    ticker,
    side,
    quantity: typed.quantity ?? null,
    notional: typed.notional ?? null,
    all: typed.all,
    order_type: type,
    limit_price: limit ?? null,
    stop_price: stop ?? null,
    reason: typed.reason,
    ...(typed.key === undefined ? {} : { idempotency_key: typed.key }),
  }
  const path = 'POST /api/trading/override/order'
  const first = await ask(path, { body: { ...body, dry_run: true } })
  if (typed.dryRun) return outcome(first, show.showForecast)
  if (!(await confirm(`${show.showForecast(first)}\nSend it?`))) return undefined
  return outcome(await ask(path, { body }), show.showForecast)
}

/** Another order in the place of one that waits at the broker. */
async function change({ ask, confirm, typed }: WordParts) {
  const id = only(typed, 'an order’s id')
  const { quantity, limitPrice, reason, dryRun } = typed
  const body = {
    ...(quantity === undefined ? {} : { quantity }),
    ...(limitPrice === undefined ? {} : { limit_price: limitPrice }),
    reason,
  }
  const path = 'PUT /api/trading/orders/:id'
  const first = await ask(path, { id, body: { ...body, dry_run: true } })
  if (dryRun) return outcome(first, show.showForecast)
  if (!(await confirm(`${show.showForecast(first)}\nPut it in the place of the other?`)))
    return undefined
  return outcome(await ask(path, { id, body }), show.showForecast)
}

async function close({ ask, confirm, typed }: WordParts) {
  const { reason, dryRun } = typed
  if (typed.all) {
    const path = 'POST /api/trading/positions/close-all'
    const first = await ask(path, { body: { reason } })
    if (dryRun) return outcome(first, show.closing)
    if (!(await confirm(`${show.closing(first)}\nClose them?`))) return undefined
    return outcome(await ask(path, { body: { reason, confirm: first.confirm } }), show.closing)
  }
  const path = 'POST /api/trading/positions/:id/close'
  const id = only(typed, 'a ticker, or --all').toUpperCase()
  const first = await ask(path, { id, body: { dry_run: true } })
  if (dryRun) return outcome(first, show.showForecast)
  if (!(await confirm(`${show.showForecast(first)}\nClose it?`))) return undefined
  return outcome(await ask(path, { id, body: { reason } }), show.showForecast)
}

async function breakers({ ask, confirm, typed }: WordParts) {
  const [act, ...rest] = typed.words
  const reason = typed.reason
  if (act === 'trip') {
    const [ticker = null] = rest
    const minutes = typed.minutes === undefined ? {} : { minutes: Number(typed.minutes) }
    const body = { ticker, reason: needed(reason), ...minutes }
    return outcome(await ask('POST /api/trading/breakers/trip', { body }), show.breakers)
  }
  const [breaker, ticker = null] = rest
  if (act !== 'reset' || breaker === undefined)
    throw new UsageError('breakers takes trip [TICKER], or reset BREAKER [TICKER]')
  if (!(await confirm(`The breaker ${breaker} closes.`))) return undefined
  const body = { breaker, ticker, reason: needed(reason) }
  return outcome(await ask('POST /api/trading/breakers/reset', { body }), show.breakers)
}
