/** A limit or a setting that cannot be read, for the person who is to correct it. */

import * as v from 'valibot'

export const Unreadable = v.strictObject({
  /** As a change of it names it. */
  name: v.string(),
  /** What stands in its place, as JSON; `nothing` where nothing does. */
  found: v.string(),
  wanted: v.string(),
})
export type Unreadable = v.InferOutput<typeof Unreadable>

/** Longer than any sound value. */
const FOUND_MAX = 200

/** As the API tells it. */
export function shownUnreadable(one: { name: string; found: unknown; wanted: string }): Unreadable {
  const { name, found, wanted } = one
  const text = JSON.stringify(found) ?? 'nothing'
  return { name, found: text.length > FOUND_MAX ? `${text.slice(0, FOUND_MAX)}…` : text, wanted }
}
