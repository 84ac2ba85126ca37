/**
 * Companies of which a quick judge of tone is sure, so that no language model need be asked of them.
 *
 * It knows no companies: it is asked of sentences that name one of them alone, and of those its mean
 * counts. Its claims are believed as a model's are.
 */

import { TONES, type Tone } from '../../../domain/document/tone/judged.ts'
import { FINBERT_SURE, type ToneJudge } from '../../finbert/judge.ts'
import { catalystOf } from '../../../domain/document/rules/catalyst.ts'
import type { Sheet, SheetLine } from './sheet.ts'
import type { CompanyClaim } from './trust.ts'

/** More sentences of one company say little more. */
const LINES_MAX = 4
const CITED_MAX = 3

/** By index of the company; those of whom it is not sure are missing. */
export async function quickClaims(
  judge: ToneJudge | undefined,
  { lines }: Sheet,
  companies: number,
): Promise<Map<number, CompanyClaim>> {
  const claims = new Map<number, CompanyClaim>()
  if (!judge) return claims
  for (let index = 0; index < companies; index += 1) {
    const alone = lines.filter(({ names }) => names.length === 1 && names[0] === index)
    const claim = await claimOf(judge, alone.slice(0, LINES_MAX))
    if (claim) claims.set(index, claim)
  }
  return claims
}

async function claimOf(
  judge: ToneJudge,
  lines: readonly SheetLine[],
): Promise<CompanyClaim | undefined> {
  if (lines.length === 0) return undefined
  const judged: { line: SheetLine; sentiment: Tone; chances: Record<Tone, number> }[] = []
  for (const line of lines) judged.push({ line, ...(await judge.judge(line.shown)) })
  const meanOf = (tone: Tone) =>
    judged.reduce((sum, { chances }) => sum + chances[tone], 0) / judged.length
  const [best] = TONES.map((tone) => ({ tone, chance: meanOf(tone) })).toSorted(
    (one, other) => other.chance - one.chance,
  )
  if (!best || best.chance < FINBERT_SURE) return undefined
  const bear = judged.filter(({ sentiment }) => sentiment === best.tone).map(({ line }) => line)
  const cited = (bear.length > 0 ? bear : lines).slice(0, CITED_MAX)
  const { catalyst } = catalystOf(cited.map(({ shown }) => shown).join('\n'))
  return [best.tone, catalyst, cited.map(({ number }) => number)]
}
