/** Has each day keep what is held: the lake's positions. */

import { keepPositions } from '#shared/sql/lake/position-days.ts'
import type { DutyErrand, DutySettle } from './duty.ts'

export function keepHeld({ now }: DutyErrand): Promise<DutySettle> {
  return Promise.resolve((tx) => keepPositions(tx, now))
}
