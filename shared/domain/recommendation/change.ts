/**
 * What would make a recommendation another one: what holds it back, or how near the limits are that it
 * stands on.
 *
 * By rules alone: the same judgement always gives the same words.
 */

import type { ActionLimits, Judgement } from './action.ts'
import type { RecommendationCheck } from './codes.ts'

const SAID_MAX = 4

/** How the numbers of the checks are called, and on which side of its limit each passes. */
const names: Readonly<Record<string, { says: string; wants: 'more' | 'less' }>> = {
  data_confidence: { says: 'the confidence of its readings', wants: 'more' },
  newest_evidence_age_hours: { says: 'the age of its newest evidence in hours', wants: 'less' },
  source_types: { says: 'the number of its kinds of source', wants: 'more' },
  extraction_failure_rate: { says: 'the share of documents that could not be read', wants: 'less' },
  valid_documents: { says: 'the number of its documents', wants: 'more' },
  data_quality: { says: 'the quality of its documents', wants: 'more' },
  known_owners: { says: 'the number of known owners behind it', wants: 'more' },
  independent_voices: {
    says: 'the number of known owners with a story of their own',
    wants: 'more',
  },
  seasoned_voices: {
    says: 'the number of known owners behind it for six hours (three within twelve need not wait)',
    wants: 'more',
  },
  largest_document_share: { says: 'the share that one document bears', wants: 'less' },
  confidence: { says: 'its confidence', wants: 'more' },
  strength: { says: 'its strength', wants: 'more' },
  contradiction: { says: 'its contradiction', wants: 'less' },
  evidence: { says: 'the number of signals that take a side', wants: 'more' },
}

const marks: Readonly<Record<string, string>> = {
  macro_only: 'news of the company itself pointed the same way',
  pattern_only: 'news of the company itself pointed the same way',
  rules_reading: 'rules read in its documents what the model does',
  direction: 'those with a record took a side, and the rest with them',
}

/** Sentences: what it would take to act on one that is held back, or what would end one that is not. */
export function sayChanges(
  { mode, action, checks, judged }: Pick<Judgement, 'mode' | 'action' | 'checks' | 'judged'>,
  limits: ActionLimits,
): string[] {
  const failed = checks.filter(({ passed }) => !passed)
  if (failed.length > 0) return failed.slice(0, SAID_MAX).map(sayRelease)
  if (mode === 'informational')
    return [
      `It may be acted on once ${sayLimit('confidence', judged.confidence, limits.paperConfidenceMin)}.`,
    ]
  const near = [
    // Its own limit on confidence is lower, and what speaks at all is of some kind of source.
    ...checks.filter(({ name }) => name !== 'confidence' && name !== 'source_types'),
    { name: 'confidence', found: judged.confidence, limit: limits.paperConfidenceMin },
  ].flatMap(marginOf)
  return [
    ...sayAction(action, judged.strength, limits),
    ...near.sort((one, other) => one.margin - other.margin).map(({ says }) => says),
  ].slice(0, SAID_MAX)
}

function sayRelease({ name, found, limit }: RecommendationCheck): string {
  if (typeof limit === 'number' && name in names)
    return `It may be acted on once ${sayLimit(name, Number(found ?? 0), limit)}.`
  return `It may be acted on if ${marks[name] ?? name.replaceAll('_', ' ')}.`
}

function sayLimit(name: string, found: number, limit: number): string {
  const { says, wants } = names[name] ?? { says: name, wants: 'more' }
  return `${says} is ${wants === 'more' ? 'at least' : 'at most'} ${short(limit)} (now ${short(found)})`
}

function sayAction(action: Judgement['action'], strength: number, limits: ActionLimits): string[] {
  const limit = short(limits.tradeStrengthMin)
  const now = `(now ${short(strength)})`
  if (action === 'buy' || action === 'sell')
    return [`It becomes a hold when its strength falls under ${limit} ${now}.`]
  return strength < limits.tradeStrengthMin
    ? [`It becomes a purchase or a sale once its strength is at least ${limit} ${now}.`]
    : []
}

type Told = Pick<RecommendationCheck, 'name' | 'found' | 'limit'>

/** How far a number is from its limit, as a share of the limit, and the words for what lies beyond. */
function marginOf({ name, found, limit }: Told): { margin: number; says: string }[] {
  const known = names[name]
  if (!known || typeof found !== 'number' || typeof limit !== 'number') return []
  const verb = known.wants === 'more' ? 'falls under' : 'rises above'
  return [
    {
      margin: Math.abs(found - limit) / Math.max(Math.abs(limit), 1e-9),
      says: `It ends when ${known.says} ${verb} ${short(limit)} (now ${short(found)}).`,
    },
  ]
}

function short(value: number): string {
  return String(Number(value.toFixed(2)))
}
