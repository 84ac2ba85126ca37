/** What is told and asked about whether the signal engine runs, and whether what it says keeps entries back. */

import * as v from 'valibot'
import { Share } from '../primitives.ts'
import { SIGNAL_ENGINE_MODES } from '../shadow.ts'
import { TECHNICAL_SIGNALS } from '../technical-words.ts'
import type { ApiRoutes } from './route.ts'
import { ChangeReason, SettingChanged } from './shadow.ts'
import { Count, SessionDate } from './words.ts'

const setting = {
  /** From the one that does least. */
  mode: v.picklist(SIGNAL_ENGINE_MODES),
  changed: SettingChanged,
}
const EngineSetting = v.strictObject(setting)

/** How it stands, beside what was measured of it: who turns it up sees both. */
export const EngineStanding = v.strictObject({
  ...setting,
  /** The last session that was over, and what the engine said of it. */
  lastSession: v.strictObject({
    date: SessionDate,
    tickers: Count,
    /** Of which both pipelines say buy: traded, the others are not entered. */
    bought: Count,
  }),
  /** Of each signal the sessions it was measured over, and the share of companies that moved as it pointed. */
  hitRates: v.array(
    v.strictObject({ name: v.picklist(TECHNICAL_SIGNALS), sessions: Count, share: Share }),
  ),
})
export type EngineStanding = v.InferOutput<typeof EngineStanding>

/** Where the setting is changed, with the other settings of risk_configs; it is told with how the engine stands. */
export const engineSettingRoutes = {
  'PUT /risk/signal-engine': {
    service: 'risk-engine',
    role: 'operator',
    stepUp: 'where it is no longer traded',
    topic: 'signal_engine',
    does: 'turns the signal engine off, has it keep what it says, or has that keep entries back',
    body: v.strictObject({ mode: v.picklist(SIGNAL_ENGINE_MODES), reason: ChangeReason }),
    answer: EngineSetting,
  },
} as const satisfies ApiRoutes
