/** How trading stands, in the form that the API answers it everywhere. */

import * as v from 'valibot'
import { ENGINE_MODES } from '../sets.ts'
import { Code, Moment } from './words.ts'

export const TradingStanding = {
  mode: v.picklist(ENGINE_MODES),
  state: v.picklist(['active', 'reducing', 'halted']),
  holds: v.array(
    v.strictObject({
      code: Code,
      state: v.picklist(['reducing', 'halted']),
      says: v.string(),
      since: Moment,
      /** Who ends it: `person` by a route, else what sets it, once its cause is gone. */
      liftedBy: v.picklist(['person', 'cause']),
    }),
  ),
}
