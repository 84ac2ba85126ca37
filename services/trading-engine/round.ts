/**
 * One round of the engine: keep the books, end positions, decide on recommendations.
 *
 * Nothing is remembered between rounds but what PostgreSQL holds, so a crash anywhere loses
 * nothing and repeats nothing. Prices are fetched before any transaction begins.
 */

import { sessionAt, type Session } from '#shared/domain/market/calendar.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import { checkGates, inTradingWindow } from '#shared/domain/trading/gates.ts'
import { mayLeave } from '#shared/domain/trading/mode.ts'
import { youngSince } from '#shared/domain/trading/plan.ts'
import { marksOf } from '#shared/domain/trading/price-ladder.ts'
import type { TradingSettings } from '#shared/domain/trading/settings.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { decisionIdOf, readCandidates, type Candidate } from '#shared/sql/trading/decisions.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { readHeardEngine } from '#shared/sql/signal-engine/heard.ts'
import { readEntryMeans, readMicroUse, readRecord } from '#shared/sql/trading/entry-means.ts'
import { readEngineConfig, type EngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { readHeldTickers } from '#shared/sql/trading/holdings.ts'
import { readEntryPast, readOpinions } from '#shared/sql/trading/entry-past.ts'
import { dropTranches, readTranchesWaiting } from '#shared/sql/trading/tranches.ts'
import { lockRound } from '#shared/sql/trading/locks.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { hasUnseenFills } from '#shared/sql/trading/snapshots.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import { readStops } from '#shared/sql/trading/stops.ts'
import { sortOut, type Sorted as SortedOut } from './candidates.ts'
import { keepBooks, type Account, type LastTrades } from './account.ts'
import { keepClosing } from './closing.ts'
import { decideEntry } from './entries.ts'
import { openHistory } from './history.ts'
import { settleJumps, type JumpParts } from './jumps.ts'
import { keepAccount, settled } from './keep-account.ts'
import { skip } from './orders.ts'
import { lookUpPrices, type PriceParts, type PricesSeen } from './prices.ts'
import { gateInputAtRest, inputsAtRest } from './scene.ts'
import { decideTranches } from './tranches.ts'
import { watchPositions } from './watch.ts'
import { readWholeBook } from './whole-book.ts'

export type TradingEngine = PriceParts &
  JumpParts & {
    sql: Sql
    /** Whose current versions decide. */
    rules: Rules
  }

/** Runs one round at business time `now`. */
export async function runTradingRound(engine: TradingEngine, now: Date): Promise<void> {
  const session = sessionAt(now)
  if (session) await trade(engine, session, now)
  else await rest(engine, now)
}

/** Out of session: books once at the close and where a fill came in late, and young recommendations are told to wait. */
async function rest(engine: TradingEngine, now: Date): Promise<void> {
  const { sql, rules } = engine
  const settings = await readTradingSettings(sql)
  await keepClosing(engine, settings, now)
  if (await hasUnseenFills(sql)) {
    await sql.begin((tx) => keepBooks(tx, { trades: new Map(), ...settings }, now))
  }
  const config = await readEngineConfig(sql)
  if ((await readStanding(sql, now)).state !== 'active') return
  const candidates = await readCandidates(sql, windowOf(config, now))
  const fresh = candidates.filter(({ skippedFor }) => skippedFor === null)
  if (fresh.length === 0) return
  const breakers = await readOpenBreakers(sql, now)
  await sql.begin(async (tx) => {
    await lockRound(tx)
    for (const { recommendationId, ticker, confidence, action } of fresh) {
      const input = gateInputAtRest({ ticker, confidence }, breakers)
      const { code, checks } = checkGates(rules.trading.current, input, now)
      const kind = action === 'buy' ? ('entry' as const) : ('exit' as const)
      const decisionId = await decisionIdOf(tx, recommendationId, kind)
      const ruleVersion = rules.trading.current.name
      const made = { decisionId, recommendationId, ticker, kind, riskTier: config.riskTier }
      const inputs = inputsAtRest(rules, ticker, input)
      if (code) await skip(tx, { ...made, ruleVersion, code, checks, inputs }, now)
    }
  })
}

async function trade(engine: TradingEngine, session: Session, now: Date): Promise<void> {
  // What deciding needs may be wrong or missing: that holds entries back, and never an exit.
  const plan = await settled(() => planRound(engine, now))
  const { config, buys, sells } = 'value' in plan ? plan.value : unplanned
  const candidates = [...buys, ...sells]
  const asked = { candidates, session, riskTier: config.riskTier }
  const prices = await settleJumps(engine, await fetchPrices(engine, asked, now), now)
  const books = await settled(() => keepAccount(engine.sql, marksOf(prices.seen), now))
  await watchPositions({ ...engine, prices, sells }, now)
  if ('fault' in plan) throw plan.fault
  if ('fault' in books) throw books.fault
  const account = books.value
  const { settings } = plan.value
  const standing = await readStanding(engine.sql, now)
  if (standing.state === 'halted') await dropTranches(engine.sql, 'halted', now)
  if (!account || !mayLeave(standing, { reduces: false }).ok) return
  const at = { account, buys, config, session, settings, trades: prices.seen }
  await engine.sql.begin((tx) => decideEntries(tx, engine, at, now))
}

type Plan = SortedOut & { config: EngineConfig; settings: TradingSettings }
const unplanned: Omit<Plan, 'settings'> = {
  config: { mode: 'paper', paused: true, riskTier: 'conservative' },
  buys: [],
  sells: [],
}

async function planRound(engine: TradingEngine, now: Date): Promise<Plan> {
  const { sql } = engine
  const [settings, config, standing] = await Promise.all([
    readTradingSettings(sql),
    readEngineConfig(sql),
    // Prices are read next; whether they came is asked when they are acted on.
    readStanding(sql, now, { marksReadAt: now }),
  ])
  const maySell = mayLeave(standing, { reduces: true }).ok
  const found = maySell ? await readCandidates(sql, windowOf(config, now)) : []
  return { settings, config, ...(await sortOut(engine, found, now)) }
}

async function decideEntries(
  tx: Tx,
  { rules }: TradingEngine,
  at: {
    account: Account
    buys: readonly Candidate[]
    config: EngineConfig
    session: Session
    settings: TradingSettings
    trades: LastTrades
  },
  now: Date,
): Promise<void> {
  await lockRound(tx)
  const waiting = await readTranchesWaiting(tx)
  const tickers = [...new Set([...at.buys, ...waiting].map(({ ticker }) => ticker))]
  if (tickers.length === 0) return
  const scene = {
    rules,
    account: at.account,
    book: await readWholeBook(tx, now, { tickers, seen: at.trades }),
    limits: await readLimits(tx),
    trades: at.trades,
    session: at.session,
    breakers: await readOpenBreakers(tx, now),
    opinions: await readOpinions(tx, { tickers, since: youngSince(now), now }),
    past: await readEntryPast(tx, tickers, now),
    heard: await readHeardEngine(tx, tickers, now),
    stops: await readStops(tx),
    history: openHistory(tx, now),
    riskTier: at.config.riskTier,
    settings: at.settings,
    ...(await readEntryMeans(tx)),
    record: await readRecord(tx, now),
    micro: await readMicroUse(tx, at.session.opensAt),
  }
  await decideTranches(tx, scene, now)
  for (const candidate of at.buys) await decideEntry(tx, scene, candidate, now)
}

/** Looks up what is held and what may well be bought; no call where there is neither. */
async function fetchPrices(
  engine: TradingEngine,
  at: { candidates: readonly Candidate[]; session: Session; riskTier: TierName },
  now: Date,
): Promise<PricesSeen> {
  const { sql } = engine
  const held = await readHeldTickers(sql)
  const buys = at.candidates.filter(
    ({ action, confidence }) => action === 'buy' && confidence >= tiers[at.riskTier].confidenceMin,
  )
  const wanted = inTradingWindow(at.session, now) ? buys : []
  const tickers = [...new Set([...held, ...wanted.map(({ ticker }) => ticker)])].sort()
  return lookUpPrices(engine, tickers, at.session, now)
}

/** Young recommendations, of the modes that may be traded where the engine runs. */
function windowOf({ mode }: EngineConfig, now: Date): { modes: string[]; since: Date; now: Date } {
  const modes = mode === 'live' ? ['live_eligible'] : ['paper_eligible', 'live_eligible']
  return { modes, since: youngSince(now), now }
}
