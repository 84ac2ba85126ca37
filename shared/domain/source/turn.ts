/** The order in which fetches of one moment record what they found. */

import type { SourceType } from '../../contracts/sources/source-configs.ts'
import { sourceTypes, typesThatBring } from './sources.ts'

type Fetch = { source_type: SourceType; source_id: string }

const STORIES = typesThatBring('stories')

/**
 * By the type of the source, and stories of one type by its id: what `isAnotherFirst` asks for.
 * Others wait for nobody of their type and keep the order they are in.
 */
export function byTurn(one: Fetch, other: Fetch): number {
  const apart = sourceTypes.indexOf(one.source_type) - sourceTypes.indexOf(other.source_type)
  if (apart !== 0 || !STORIES.includes(one.source_type)) return apart
  return one.source_id < other.source_id ? -1 : one.source_id > other.source_id ? 1 : 0
}
