/** What a replay found, for a person to read. */

import { PARITY_DEPTHS, type ParityBody, type ParityFinding } from '#shared/contracts/api/parity.ts'
import { formatTable } from '../table.ts'

/** Counts, then what differs, what could not be replayed, and what changed since. */
export function tellParity(body: ParityBody): string {
  const { day, decisions, equal, different, notReplayed, missing, orders, depths, left } = body
  const { takenBack } = body
  const lines = [
    `${day}: ${decisions} decisions, ${equal} come out the same, ${different} do not, ${notReplayed} cannot be replayed.`,
    ...(missing && missing.all > 0
      ? [
          `No decision stands on ${missing.all} recommendations of the session, orders, parts of entries and sales of the day; trading is known to have been held for ${missing.explained} of them.`,
        ]
      : []),
    ...(takenBack && takenBack.all > 0
      ? [
          `Stops at the broker asked back: ${takenBack.all}, of which ${takenBack.equal} are asked back again.`,
        ]
      : []),
    `Orders among them: ${orders.recorded} recorded, ${orders.replayed} replayed, hash ${body.ordersSha256}`,
    `Recorded ${body.recordedSha256}`,
    `Replayed ${body.replayedSha256}`,
    `Followed down to: ${PARITY_DEPTHS.map((depth) => `${depth} ${depths[depth] ?? 0}`).join(', ')}`,
  ]
  return [
    ...lines,
    ...(decisions > 0 && equal === 0
      ? ['', 'Nothing of the day came out the same: this shows nothing of it (exit code 1).']
      : []),
    ...section('Differences', body.differences),
    ...section('Not replayed', body.gaps),
    ...section('Changed since, and kept by value', body.changedSince),
    ...(left > 0 ? ['', `${left} more are counted and not listed.`] : []),
    '',
  ].join('\n')
}

/** A day of which nothing came out again shows nothing, whatever its gaps are called. */
export function exitOfReplay(body: ParityBody): 0 | 1 {
  const { decisions, equal, different, missing, differences } = body
  const isMissing = missing !== undefined && missing.all > missing.explained
  const isOther = differences.some(({ cause }) => cause !== 'decision_missing')
  return different > 0 || isMissing || isOther || (decisions > 0 && equal === 0) ? 1 : 0
}

function section(title: string, rows: readonly ParityFinding[]): string[] {
  if (rows.length === 0) return []
  const cells = rows.map(({ decisionId, ticker, part, field, recorded, replayed, cause }) => [
    decisionId,
    ticker,
    `${part} ${field}`.trim(),
    recorded,
    replayed,
    cause,
  ])
  const head = ['decision', 'ticker', 'where', 'recorded', 'replayed', 'cause']
  return ['', title, formatTable(head, cells)]
}
