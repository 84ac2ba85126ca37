/**
 * What is put aside before anything is decided on it: what the same window said the contrary of since, and
 * sales that the ticker's other windows outweigh. Source: docs/FORMULAS.md, Gates.
 */

import type { CheckResult } from '../risk/evaluate.ts'
import { verdictOf, windowsSaying, type Opinion } from './verdict.ts'

/** A recommendation, and what its ticker's windows said last. */
export type AsideInput = {
  trendWindow: string
  action: 'buy' | 'sell'
  confidence: number
  opinions: readonly Opinion[]
}

/** Why it is put aside, with its check; undefined where it goes on. */
export function judgeAside({
  trendWindow,
  action,
  confidence,
  opinions,
}: AsideInput): { code: 'superseded' | 'outweighed'; checks: CheckResult[] } | undefined {
  const newest = opinions.find((opinion) => opinion.trendWindow === trendWindow)
  if (newest && newest.action !== action) {
    const found = `${newest.action} ${newest.recommendationId}`
    return aside('superseded', found, null)
  }
  if (action === 'buy' || verdictOf(opinions).stand === 'sell') return undefined
  return aside('outweighed', confidence, windowsSaying(opinions, 'buy'))
}

function aside(
  code: 'superseded' | 'outweighed',
  found: string | number,
  limit: string | null,
): { code: 'superseded' | 'outweighed'; checks: CheckResult[] } {
  return { code, checks: [{ name: code, found, limit, passed: false }] }
}
