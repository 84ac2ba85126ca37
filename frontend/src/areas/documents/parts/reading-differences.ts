/** What changed from one reading of a document to the next. */

import type { Reading } from '#shared/contracts/api/documents.ts'
import { signedScore } from '../../../text/format.ts'

/** In words, one line each; empty where both say the same by the same reader. */
export function readingDifferences(before: Reading, after: Reading): string[] {
  return [
    changed('reader', readerOf(before), readerOf(after)),
    changed('prompt', before.promptVersion, after.promptVersion),
    changed('version of the document', String(before.version), String(after.version)),
    ...ofImpacts(before, after),
  ].filter((words) => words !== undefined)
}

const readerOf = ({ model, modelVersion }: Reading) => `${model} ${modelVersion}`

function changed(name: string, from: string, to: string): string | undefined {
  return from === to ? undefined : `${name} ${from} → ${to}`
}

function ofImpacts(before: Reading, after: Reading): (string | undefined)[] {
  const tickers = [...new Set([...before.impacts, ...after.impacts].map(({ ticker }) => ticker))]
  return tickers.sort().map((ticker) => {
    const [from, to] = [before, after].map(({ impacts }) =>
      impacts.find((impact) => impact.ticker === ticker),
    )
    if (!from) return to && `${ticker} ${saysOf(to)}, not read before`
    if (!to) return `${ticker} ${saysOf(from)} → no longer read`
    return changed(ticker, saysOf(from), saysOf(to))
  })
}

const saysOf = ({ sentiment, sentimentScore }: Reading['impacts'][number]) =>
  `${sentiment} ${signedScore(sentimentScore)}`
