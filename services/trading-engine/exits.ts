/**
 * One position's way out: what became of the attempt in hand, whether an exit is wanted, and its order.
 *
 * Limits on entries, breakers and a paused engine never hold an exit back. docs/FORMULAS.md, Stops.
 */

import { Big } from 'big.js'
import type { Book } from '#shared/domain/risk/book.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import { afterAttempt, exitDefaults } from '#shared/domain/trading/exits.ts'
import { judgeExit, type ExitInput } from '#shared/domain/trading/judge-exit.ts'
import type { Leave } from '#shared/domain/trading/mode.ts'
import type { Doubt, Seen } from '#shared/domain/trading/price-ladder.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import type { Tx } from '#shared/sql/open.ts'
import type { Candidate } from '#shared/sql/trading/decisions.ts'
import {
  readAttemptEnd,
  readConfidence,
  saveExit,
  type ExitRow,
} from '#shared/sql/trading/exits.ts'
import { markHalfTaken, saveDoubt, type StopRow } from '#shared/sql/trading/stops.ts'
import type { Watched } from '#shared/sql/trading/watched.ts'
import { sendExit } from './send-exit.ts'

export type ExitScene = {
  rules: Pick<Rules, 'trading'>
  book: Pick<Book, 'holdings' | 'pending' | 'breakers' | 'equity'>
  /** Whether what reduces a position may leave, and why not. */
  leave: Leave
}

/** One position and all that is known of it. */
export type Position = {
  holding: Watched
  levels: StopRow
  doubt: Doubt | null
  seen: Seen | undefined
  sell: Candidate | undefined
  /** The broker takes no parts of a share of it. */
  isWholeOnly: boolean
}

/** What an attempt has come to since the last look. */
export async function settleAttempt(
  tx: Tx,
  exit: ExitRow,
  heldNow: string,
  now: Date,
): Promise<ExitRow> {
  if (exit.state !== 'sent') return exit
  const end = await readAttemptEnd(tx, exit, new Big(heldNow))
  if (!end) return exit
  const next = { ...exit, ...afterAttempt(exit, end, now) }
  await saveExit(tx, next, now)
  const { ticker, code, refusals, since, said } = next
  if (code === 'target_1' && next.state === 'done') await markHalfTaken(tx, ticker, now)
  if (next.state === 'refused' && refusals === exitDefaults.tellAfter) {
    const says = `The sale of ${ticker} (${code}) was refused ${refusals} times: ${said}`
    const occasion = `${code} ${since.toISOString()}`
    const detail = { code, refusals, said, since }
    await wishToTell(tx, { kind: 'exit_refused', subject: ticker, occasion, says, detail }, now)
  }
  return next
}

/** Sells what is to be sold of a position, unless a sale of it is on its way or waits its turn. */
export async function decideExit(
  tx: Tx,
  scene: ExitScene,
  { position, exit }: { position: Position; exit: ExitRow | undefined },
  now: Date,
): Promise<void> {
  const { ticker } = position.holding
  const input = exitInputOf(scene, position, exit)
  let verdict = judgeExit(input, now)
  if (verdict.action === 'look up') {
    input.confidence = await readConfidence(tx, verdict.recommendationId)
    verdict = judgeExit(input, now)
  }
  if (verdict.action === 'look up') throw new RangeError(`Sell ${ticker}: it asks for more twice`)
  if (verdict.doubt !== undefined) await saveDoubt(tx, ticker, verdict.doubt)
  if (verdict.action === 'none') return
  if (verdict.action === 'wait') return saveExit(tx, { ticker, ...verdict.exit }, now)
  const inputs = { by: 'exit' as const, input }
  await saveExit(tx, await sendExit(tx, scene, { position, verdict, inputs }, now), now)
  const { code, since, price } = verdict.exit
  const says = `${ticker} is sold, ${verdict.quantity} shares at about ${price ?? 'the market'}: ${code}`
  const occasion = `${code} ${since.toISOString()}`
  await wishToTell(tx, { kind: 'exit_sent', subject: ticker, occasion, says }, now)
}

/** All that a sale is judged on, as it is kept with its decision. */
function exitInputOf(
  { book, leave }: ExitScene,
  { holding, levels, doubt, seen, sell, isWholeOnly }: Position,
  exit: ExitRow | undefined,
): ExitInput {
  const { ticker, quantity, mark, openedAt, decisionId, riskTier, sellBy } = holding
  const { atr, basis, stopPrice, target1, target2, trailingStop, halfTaken } = levels
  const { equity, breakers } = book
  const own = (row: { ticker: string }) => row.ticker === ticker
  return {
    holding: { ticker, quantity, mark, openedAt, decisionId, riskTier, sellBy },
    levels: { atr, basis, stopPrice, target1, target2, trailingStop, halfTaken },
    doubt,
    seen: seen ?? null,
    sell: sell ? { recommendationId: sell.recommendationId } : null,
    isWholeOnly,
    exit: exit ?? null,
    leave,
    book: {
      equity,
      breakers,
      holdings: book.holdings.filter(own),
      pending: book.pending.filter(own),
    },
  }
}
