/**
 * Watches what is held, apart from all deciding on what to buy: levels, exits and what became of them.
 *
 * One ticker's fault costs that ticker alone: it is written down with its reason and tried again.
 */

import { messageOf } from '#shared/host/faults.ts'
import { judgeUnheld, wantExit } from '#shared/domain/trading/exits.ts'
import { mayLeave } from '#shared/domain/trading/mode.ts'
import { marksOf } from '#shared/domain/trading/price-ladder.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readAssets } from '#shared/sql/risk/assets.ts'
import { readExitBook } from '#shared/sql/risk/book.ts'
import { decisionIdOf, readQueuedOrders, type Candidate } from '#shared/sql/trading/decisions.ts'
import { readExits, saveExit, type ExitRow } from '#shared/sql/trading/exits.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { saveMarks } from '#shared/sql/trading/positions.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { keepStops, readStops } from '#shared/sql/trading/stops.ts'
import { clearTickerFaults, noteTickerFault } from '#shared/sql/trading/ticker-faults.ts'
import { readWatched, type Watched } from '#shared/sql/trading/watched.ts'
import { decideExit, settleAttempt, type ExitScene } from './exits.ts'
import { keepLevels } from './levels.ts'
import { settled } from './keep-account.ts'
import { skip } from './orders.ts'
import type { PricesSeen } from './prices.ts'
import { keepRestingStops } from './resting.ts'

export type Watching = {
  sql: Sql
  rules: Rules
  prices: PricesSeen
  /** Recommendations to sell, young and not yet answered. */
  sells: readonly Candidate[]
}

type Look = ExitScene & {
  held: ReadonlyMap<string, Watched>
  stops: Awaited<ReturnType<typeof readStops>>
  exits: ReadonlyMap<string, ExitRow>
  prices: PricesSeen
  assets: Awaited<ReturnType<typeof readAssets>>
  sells: readonly Candidate[]
}

/** Looks at every position once, at business time `now`; returns the tickers it failed for. */
export async function watchPositions(
  { sql, rules, prices, sells }: Watching,
  now: Date,
): Promise<string[]> {
  const settings = await settled(() => readTradingSettings(sql))
  const isOn = 'value' in settings ? settings.value.restingStops : undefined
  return sql.begin(async (tx) => {
    await lockBook(tx)
    await saveMarks(tx, marksOf(prices.seen))
    // Only now: what was just seen may be what trading waited for.
    const leave = mayLeave(await readStanding(tx, now, { marksReadAt: now }), { reduces: true })
    const [book, queued, held, stops, exits] = await Promise.all([
      readExitBook(tx, now),
      readQueuedOrders(tx),
      readWatched(tx),
      readStops(tx),
      readExits(tx),
    ])
    const whole = { ...book, pending: [...book.pending, ...queued] }
    const assets = await readAssets(tx, [...held.keys()], now)
    const look: Look = { rules, leave, book: whole, held, stops, exits, prices, assets, sells }
    const open = [...exits.values()].filter(({ state }) => state !== 'done')
    const tickers = new Set([...held.keys(), ...[...open, ...sells].map(({ ticker }) => ticker)])
    const failed: string[] = []
    const note = async (ticker: string, fault: unknown) => {
      if (fault === undefined) return
      failed.push(ticker)
      await noteTickerFault(tx, { ticker, part: 'stop', said: messageOf(fault) }, now)
    }
    for (const ticker of [...tickers].sort())
      await note(ticker, await faultOf(tx, (inner) => lookAt(inner, look, ticker, now)))
    // After every exit, and apart from it: what rests there never costs one.
    await keepRestingStops(
      tx,
      { ...look, isOn, seen: prices.seen },
      async (ticker, work) => {
        // Of what is not held any more as well: a fault of it is over once it goes well.
        tickers.add(ticker)
        await note(ticker, await faultOf(tx, work))
      },
      now,
    )
    const well = [...tickers].filter((ticker) => !failed.includes(ticker))
    await clearTickerFaults(tx, well, 'stop')
    await keepStops(tx, [...held.keys()])
    return failed
  })
}

/** Work on one ticker, undone as a whole where it fails; returns the fault. */
async function faultOf(tx: Tx, work: (tx: Tx) => Promise<void>): Promise<unknown> {
  try {
    await tx.savepoint(work)
    return undefined
  } catch (fault) {
    return fault
  }
}

async function lookAt(tx: Tx, look: Look, ticker: string, now: Date): Promise<void> {
  const holding = look.held.get(ticker)
  const before = look.exits.get(ticker)
  const exit = before && (await settleAttempt(tx, before, holding?.quantity ?? '0', now))
  const isHalfNow = before?.state === 'sent' && isHalfSold(exit)
  if (holding) await lookAtHeld(tx, look, { holding, exit, isHalfNow }, now)
  else await lookAtUnheld(tx, look, { ticker, exit }, now)
}

function isHalfSold(exit: ExitRow | undefined): boolean {
  return exit?.code === 'target_1' && exit.state === 'done'
}

async function lookAtHeld(
  tx: Tx,
  look: Look,
  at: { holding: Watched; exit: ExitRow | undefined; isHalfNow: boolean },
  now: Date,
): Promise<void> {
  const { holding, exit, isHalfNow } = at
  const { ticker } = holding
  const known = look.stops.get(ticker)
  const seen = look.prices.seen.get(ticker)
  const levels = await keepLevels(
    tx,
    { holding, known: known && { ...known, halfTaken: known.halfTaken || isHalfNow }, seen },
    now,
  )
  const sell = look.sells.find((candidate) => candidate.ticker === ticker)
  const isWholeOnly = look.assets?.[ticker]?.fractionable === false
  const position = { holding, levels, doubt: known?.doubt ?? null, seen, sell, isWholeOnly }
  await decideExit(tx, look, { position, exit }, now)
}

/**
 * Nothing is held. An exit ends with that, but for one whose shares are still being bought: it waits
 * for them. Nothing is ever sold short.
 */
async function lookAtUnheld(
  tx: Tx,
  look: Look,
  { ticker, exit }: { ticker: string; exit: ExitRow | undefined },
  now: Date,
): Promise<void> {
  const isComing = look.book.pending.some((row) => row.ticker === ticker && row.side === 'buy')
  const open = exit && exit.state !== 'done' ? exit : undefined
  const sells = look.sells.filter((candidate) => candidate.ticker === ticker)
  const [first] = sells
  if (isComing && first && !open) {
    const reason = {
      code: 'sell_recommendation',
      quantity: null,
      level: null,
      price: null,
    } as const
    const wanted = wantExit({ ...reason, recommendationId: first.recommendationId }, now)
    await saveExit(tx, { ticker, ...wanted, said: 'the purchase is on its way' }, now)
  }
  const isKept = open?.code === 'sell_recommendation' && isComing
  if (open && !isKept && open.state !== 'sent')
    await saveExit(tx, { ...open, state: 'done', nextTryAt: null, said: 'nothing is held' }, now)
  for (const candidate of sells) await skipUnheld(tx, look, candidate, isComing, now)
}

async function skipUnheld(
  tx: Tx,
  { rules }: Look,
  { recommendationId, ticker }: Candidate,
  isComing: boolean,
  now: Date,
): Promise<void> {
  const judged = judgeUnheld({ isComing })
  await skip(
    tx,
    {
      decisionId: await decisionIdOf(tx, recommendationId, 'exit'),
      recommendationId,
      ticker,
      kind: 'exit',
      code: judged.code,
      riskTier: '',
      ruleVersion: rules.trading.current.name,
      checks: judged.checks,
      inputs: { by: 'unheld', input: { isComing } },
    },
    now,
  )
}
