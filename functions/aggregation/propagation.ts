/** What fresh news of a company means for its rivals: read, decided and stored after its trends are. */

import { HORIZON_NAMES, patternOf, type PatternBar } from '#shared/domain/competitive/pattern.ts'
import { propagate } from '#shared/domain/competitive/propagate.ts'
import { lookBackDays, type CompetitiveSettings } from '#shared/domain/competitive/settings.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import type { Tx } from '#shared/sql/open.ts'
import { countLayerFailure, endLayerFailures } from '#shared/sql/signals/layer-failures.ts'
import {
  readFreshNews,
  readPastNews,
  readPatternBars,
  readRivals,
  saveRivalSignals,
  type FreshNews,
  type RivalSignal,
} from '#shared/sql/signals/rival-news.ts'

type Turn = { ticker: string; asOf: Date; settings: CompetitiveSettings }

/**
 * Propagates news that the last trend did not know, in place of what an earlier job of this moment did. A fault is
 * counted and undone by itself: the company's own trends stand.
 */
export async function propagateNews(
  tx: Tx,
  impactIds: readonly string[],
  turn: Turn,
): Promise<void> {
  try {
    const isTried = await tx.savepoint((inner) => propagateAll(inner as Tx, impactIds, turn))
    if (isTried) await endLayerFailures(tx, 'competitive')
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    await countLayerFailure(tx, 'competitive', beginning(reason, 300), turn.asOf)
  }
}

/** Whether a pattern was asked for: where there was nothing to propagate, nothing went well either. */
async function propagateAll(tx: Tx, impactIds: readonly string[], turn: Turn): Promise<boolean> {
  const news = await readFreshNews(tx, impactIds)
  const rivals = news.length === 0 ? [] : await readRivals(tx, turn.ticker)
  const known = rivals.length === 0 ? [] : await withMoments(tx, news, turn)
  const closes = new Map<string, PatternBar[]>()
  const closesOf = async (ticker: string) => {
    const known = closes.get(ticker) ?? (await readPatternBars(tx, ticker, turn.asOf))
    closes.set(ticker, known)
    return known
  }
  const signals: RivalSignal[] = []
  for (const each of known) signals.push(...(await reached(each, rivals, { ...turn, closesOf })))
  await saveRivalSignals(tx, turn.ticker, signals, turn.asOf)
  return known.length > 0
}

type KnownNews = FreshNews & { moments: Date[] }

/** Those that came often enough before, with the moments. */
async function withMoments(
  tx: Tx,
  news: readonly FreshNews[],
  { ticker, asOf, settings }: Turn,
): Promise<KnownNews[]> {
  const known: KnownNews[] = []
  for (const each of news) {
    const since = new Date(asOf.getTime() - lookBackDays(each.catalyst, settings) * DAY_MS)
    const moments = await readPastNews(tx, ticker, each, { since, asOf })
    if (moments.length >= settings.samplesMin) known.push({ ...each, moments })
  }
  return known
}

async function reached(
  { moments, ...news }: KnownNews,
  rivals: Awaited<ReturnType<typeof readRivals>>,
  { ticker, asOf, settings, closesOf }: Turn & { closesOf(ticker: string): Promise<PatternBar[]> },
): Promise<RivalSignal[]> {
  const patternsOf = (bars: PatternBar[]) =>
    HORIZON_NAMES.map((horizon) => patternOf(moments, bars, horizon, { asOf, settings }))
  const self = patternsOf(await closesOf(ticker))
  const told = {
    sentiment: news.sentiment === 'positive' ? (1 as const) : (-1 as const),
    strength: news.impactScore,
    catalyst: news.catalyst,
  }
  const signals: RivalSignal[] = []
  for (const rival of rivals) {
    const cross = patternsOf(await closesOf(rival.ticker))
    const made = propagate(told, rival, { cross, self }, settings)
    if (made) signals.push({ ...made, news, rival })
  }
  return signals
}
