/** The pipeline that adds up scores. Source: docs/FORMULAS.md, Signal engine. */

import { signedScore, type Confluence } from './confluence.ts'
import type { SignalVerdict, VerdictCode } from './verdict.ts'

const BUY = { confidence: 0.7, total: 1.2 }
const WATCH = { confidence: 0.5, total: 0.6 }
const MACRO_WEIGHT = 0.5

export type HeuristicVerdict = {
  verdict: SignalVerdict
  /** Signed scores of the signals, half of the macro bias, and the competitive score. */
  total: number
  /** How sure the signals are, times the share of them that agree with the total; in [0, 1]. */
  confidence: number
  codes: VerdictCode[]
}

/** @param bias macro and competitive, each in [-1, 1]. */
export function judgeHeuristically(
  confluences: readonly Confluence[],
  bias: { macro: number; competitive: number },
): HeuristicVerdict {
  const scores = confluences.map(signedScore)
  const total = sum(scores) + MACRO_WEIGHT * bias.macro + bias.competitive
  const strength = sum(confluences.map(({ score }) => score))
  const sure =
    strength === 0 ? 0 : sum(confluences.map((one) => one.confidence * one.score)) / strength
  const agreeing = scores.filter((score) => score !== 0 && Math.sign(score) === Math.sign(total))
  const confidence = scores.length === 0 ? 0 : (sure * agreeing.length) / scores.length
  const codes: VerdictCode[] = []
  if (confidence < BUY.confidence) codes.push('heuristic_confidence_below_threshold')
  if (total < BUY.total) codes.push('heuristic_s_total_below_threshold')
  const isWatched = confidence >= WATCH.confidence && total >= WATCH.total
  const verdict = codes.length === 0 ? 'buy' : isWatched ? 'watch' : 'skip'
  return { verdict, total, confidence, codes }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
