/** What Polygon says to a key whose plan does not hold what was asked for, or that it does not know. */

import * as v from 'valibot'
import { beginning, plainText } from '../../domain/document/text/cut.ts'
import { PermanentFault } from '../../host/faults.ts'
import { bare, type Answer } from '../guarded/answer.ts'

const WORDS_MAX = 300

const Refusal = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    status: v.fallback(v.optional(v.string()), undefined),
    message: v.fallback(v.optional(v.string()), undefined),
    error: v.fallback(v.optional(v.string()), undefined),
  }),
)

/**
 * Passes on what the plan holds.
 *
 * @throws PermanentFault `source_not_in_plan` in Polygon's own words: asking again helps once somebody
 *   has changed the plan, and not before.
 */
export function expectInPlan(answer: Answer): Answer {
  if (answer.status !== 403 && answer.status !== 401) return answer
  const read = v.safeParse(Refusal, answer.body.toString('utf8'))
  if (!read.success || read.output.status !== 'NOT_AUTHORIZED') return answer
  const said = plainText(read.output.message ?? read.output.error ?? '', WORDS_MAX)
  throw new PermanentFault(
    'source_not_in_plan',
    `Fetch ${bare(new URL(answer.url))}: the plan of this key does not hold it; Polygon says: ${beginning(said, WORDS_MAX) || 'nothing more'}`,
  )
}
