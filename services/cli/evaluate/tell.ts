/** What an evaluation says on standard error while it runs: odd lines, and how far it is. */

import type { ReadAll } from './read-all.ts'

/** Of each kind so many are told one by one; the rest are counted. */
const TOLD_MAX = 20
const EVERY_MS = 5_000

export type EvaluationTeller = {
  /** A line that was not read; the run then ends with 1. */
  faulty(line: number, why: string): void
  /** What is odd about a line that was read. */
  noted(line: number, why: string): void
  progress(soFar: ReadAll, texts: number): void
  /** What was not told one by one. Returns how many lines were not read. */
  end(): number
}

/** `say` is given whole lines. */
export function openEvaluationTeller(
  say: (text: string) => void,
  now: () => number,
): EvaluationTeller {
  const counts = { faulty: 0, noted: 0 }
  let told = now()
  const count = (kind: keyof typeof counts, line: number, why: string) => {
    counts[kind] += 1
    if (counts[kind] <= TOLD_MAX) say(`stonks evaluate: line ${line}: ${why}\n`)
  }
  return {
    faulty: (line, why) => count('faulty', line, why),
    noted: (line, why) => count('noted', line, why),
    progress({ lines, failed, answers, seconds }, texts) {
      if (now() - told < EVERY_MS) return
      told = now()
      const right = answers.filter(({ gold, got }) => gold === got).length
      const share = (right / Math.max(1, answers.length)).toFixed(3)
      const left = Math.round((seconds / Math.max(1, lines + failed)) * (texts - lines - failed))
      say(`  ${lines + failed} of ${texts} texts, ${share} right so far, about ${left} s left\n`)
    },
    end() {
      if (counts.noted > TOLD_MAX) say(`stonks evaluate: ${counts.noted} lines are odd in all\n`)
      if (counts.faulty > 0) say(`stonks evaluate: lines that were not read: ${counts.faulty}\n`)
      return counts.faulty
    },
  }
}
