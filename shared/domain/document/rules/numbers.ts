/** Two numbers side by side: `$5m vs $3m`, `to 12.1 from 10.4`, `3.2 compared with 4.1 a year ago`. */

import { BAD_MEASURES } from './lexicon/movement.ts'

export type NumberComparison = { start: number; end: number; polarity: number }

const NUMBER = String.raw`(?:Rs\.?|EUR|USD|GBP|INR|[$€£₹])?\s?(-?\d[\d,]*(?:\.\d+)?)\s?(%|percent|per cent|pct|cents?|[mb]n|[mb]illion|mln|bln|trillion|crore|cr|lakh|m|b|k)?\b`
const COMPARED = new RegExp(
  `(?:\\bto |\\bof |\\bat |\\bwas |\\bwere |\\btotall?ed |\\b)${NUMBER}[^.;\\d]{0,25}?\\b(from|vs\\.?|versus|against|compared (?:with|to)|up from|down from)\\b (?:a (?:profit|loss) of |the )?${NUMBER}`,
  'gi',
)
const SCALE: Record<string, number> = {
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  mln: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  bln: 1e9,
  trillion: 1e12,
  crore: 1e7,
  cr: 1e7,
  lakh: 1e5,
  k: 1e3,
}
const STRENGTH = 0.55

/** Comparisons in a stretch of text; a bad measure in front of the numbers turns the sign. */
export function comparisonsIn(text: string, start: number, end: number): NumberComparison[] {
  const found: NumberComparison[] = []
  const said = text.slice(start, end)
  if (said.search(COMPARED) < 0) return found
  for (const match of said.matchAll(COMPARED)) {
    const [whole, first, firstUnit, , second, secondUnit] = match
    const now = read(first, firstUnit ?? secondUnit)
    const then = read(second, secondUnit ?? firstUnit)
    if (now === undefined || then === undefined || now === then) continue
    if (
      (firstUnit === '%') !== (secondUnit === '%') &&
      firstUnit !== undefined &&
      secondUnit !== undefined
    )
      continue
    const front =
      text
        .slice(start, start + match.index)
        .toLowerCase()
        .match(/[\p{L}-]+/gu) ?? []
    const bad = front.slice(-5).some((word) => BAD_MEASURES.has(word))
    found.push({
      start: start + match.index,
      end: start + match.index + whole.length,
      polarity: (now > then ? STRENGTH : -STRENGTH) * (bad ? -1 : 1),
    })
  }
  return found
}

function read(digits: string | undefined, unit: string | undefined): number | undefined {
  const value = Number(digits?.replaceAll(',', ''))
  return Number.isFinite(value) ? value * (SCALE[unit?.toLowerCase() ?? ''] ?? 1) : undefined
}
