/** What is told and asked of a part that may run in shadow. */

import * as v from 'valibot'
import { SHADOW_MODES } from '../shadow.ts'
import { Moment } from './words.ts'

/** Who set it so last; null as installed. */
export const SettingChanged = v.nullable(
  v.strictObject({ at: Moment, by: v.string(), reason: v.string() }),
)

/** Why it is changed. */
export const ChangeReason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))

export const ShadowSetting = v.strictObject({
  /** From the one that does least. */
  mode: v.picklist(SHADOW_MODES),
  changed: SettingChanged,
})
export type ShadowSetting = v.InferOutput<typeof ShadowSetting>

export const ShadowChange = v.strictObject({
  mode: v.picklist(SHADOW_MODES),
  reason: ChangeReason,
})
