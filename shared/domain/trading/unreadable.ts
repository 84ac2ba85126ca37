/** A limit or a setting that cannot be read, as a person is told of it. */

import type { Unreadable } from '../../contracts/api/unreadable.ts'
import { shortened } from '../document/text/cut.ts'

/** Longer than any sound value. */
const FOUND_MAX = 200

type Odd = { name: string; found: unknown; wanted: string }

export function shownUnreadable({ name, found, wanted }: Odd): Unreadable {
  return { name, found: shortened(JSON.stringify(found) ?? 'nothing', FOUND_MAX), wanted }
}
