/**
 * What a company's own yearly report says of where it sells, where it is supplied from, and what it uses.
 *
 * Source: docs/FORMULAS.md, Exposure profiles. Pure.
 */

import { COMMODITIES, namedIn, REGIONS } from '../document/macro/places.ts'
import { sentencesOf } from '../document/text/sentences.ts'
import { roundScore } from '../score.ts'

export type ReportExposure = {
  /** Shares of the revenue; null where no table tells them. */
  revenueRegions: Record<string, number> | null
  supplyRegions: string[]
  keyInputs: string[]
}

/** Rows of a table of regions, as reports name them; of `null` the share is counted, and is nobody's. */
const ROWS: readonly [RegExp, string | null][] = [
  [
    /^(?:total )?(?:the )?(?:united states|u\.?s\.?(?: and canada)?|domestic|(?:north )?americas?)\b/i,
    'US',
  ],
  [/^(?:greater |mainland )?china\b/i, 'China'],
  [/^(?:europe|emea|european union|germany|france)\b/i, 'EU'],
  [/^(?:united kingdom|u\.?k\.?)(?:\W|$)/i, 'UK'],
  [/^japan\b/i, 'Japan'],
  [/^(?:south )?korea\b/i, 'Korea'],
  [/^taiwan\b/i, 'Taiwan'],
  [/^india\b/i, 'India'],
  [/^canada\b/i, 'Canada'],
  [/^(?:latin|south) america\b|^(?:brazil|mexico)\b/i, 'Latin America'],
  [/^(?:southeast asia|singapore|vietnam)\b/i, 'Southeast Asia'],
  [/^australia\b/i, 'Australia'],
  [/^middle east\b/i, 'Middle East'],
  [/^(?:other|rest of|international|asia|foreign|all other|non-u\.?s)/i, null],
]
/** In the paragraphs before a table, one that says it is of sales. */
const OF_SALES = /\b(?:net sales|revenues?|sales)\b/i
const LOOKED_BACK = 8
const SUPPLY =
  /\b(?:manufactur\w+|suppliers?|supply chain|outsourc\w+|assembl\w+|sourced from|vendors)\b/i
const INPUTS = /\b(?:raw materials?|commodit(?:y|ies)|components?|fuel|input costs?|feedstocks?)\b/i
/** Told of once, a place may be an aside. */
const TOLD_MIN = 2
const NAMES_MAX = 6

/** Reads the normalised text of a report. */
export function readReportExposure(text: string): ReportExposure {
  const sentences = sentencesOf(text).map(({ start, end }) => text.slice(start, end))
  return {
    revenueRegions: revenueRegionsOf(text.split(/\n{2,}/)),
    supplyRegions: oftenNamed(
      REGIONS,
      sentences.filter((each) => SUPPLY.test(each)),
    ),
    keyInputs: oftenNamed(
      COMMODITIES,
      sentences.filter((each) => INPUTS.test(each)),
    ),
  }
}

/** The shares of the first table of sales that names two regions or more. */
function revenueRegionsOf(paragraphs: readonly string[]): Record<string, number> | null {
  for (let at = 0; at < paragraphs.length; at += 1) {
    if (!isRow(paragraphs[at])) continue
    const begins = at
    while (isRow(paragraphs[at])) at += 1
    const shares = sharesOf(paragraphs.slice(begins, at))
    const before = paragraphs.slice(Math.max(0, begins - LOOKED_BACK), begins + 1)
    if (shares && before.some((each) => OF_SALES.test(each))) return shares
  }
  return null
}

function isRow(paragraph: string | undefined): boolean {
  return paragraph !== undefined && paragraph.includes(' | ')
}

function sharesOf(rows: readonly string[]): Record<string, number> | null {
  const amounts = new Map<string | null, number>()
  for (const row of rows) {
    const [name = '', ...cells] = row.split(' | ').map((cell) => cell.trim())
    const found = ROWS.find(([words]) => words.test(name))
    const amount = amountIn(cells)
    if (!found || amount === null) continue
    const [, region] = found
    // A second row of a region is another year, or another table.
    if (region === null || !amounts.has(region))
      amounts.set(region, (amounts.get(region) ?? 0) + amount)
  }
  const sum = [...amounts.values()].reduce((total, amount) => total + amount, 0)
  const named = [...amounts].filter((each): each is [string, number] => each[0] !== null)
  if (named.length < TOLD_MIN || sum <= 0) return null
  return Object.fromEntries(
    named.map(([region, amount]) => [region, Math.floor((amount / sum) * 1000) / 1000]),
  )
}

/** The first cell that is an amount and no percentage. */
function amountIn(cells: readonly string[]): number | null {
  const cell = cells.find((each) => /^\$?\s?\d[\d,]*(?:\.\d+)?$/.test(each))
  return cell === undefined ? null : roundScore(Number(cell.replaceAll(/[$,\s]/g, '')))
}

function oftenNamed(table: Record<string, RegExp>, sentences: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const sentence of sentences)
    for (const name of namedIn(table, sentence)) times.set(name, (times.get(name) ?? 0) + 1)
  return [...times]
    .filter(([, count]) => count >= TOLD_MIN)
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .slice(0, NAMES_MAX)
    .map(([name]) => name)
}
