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
