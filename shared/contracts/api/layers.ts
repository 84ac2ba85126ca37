/** What is asked and answered about the layers of signals: whether each speaks in trends, and how loud. */

import * as v from 'valibot'
import { Share } from '../primitives.ts'
import { SWITCHED_LAYERS } from '../sets.ts'
import { wanted } from '../sources/settings.ts'
import type { ApiRoutes } from './route.ts'
import { Moment } from './words.ts'

const says = 'a share from 0 to 1'
const Weight = v.pipe(
  v.number(wanted(says)),
  v.minValue(0, wanted(says)),
  v.maxValue(1, wanted(says)),
)

const LayerRow = v.strictObject({
  layer: v.picklist(SWITCHED_LAYERS),
  /** Whether the next trend hears it. */
  speaks: v.boolean(),
  /** Its switch; null where what stands there is none, which turns the layer off. */
  enabled: v.nullable(v.boolean()),
  /** The share of an impact that counts; null where what stands there is none, which turns the layer off. */
  weight: v.nullable(Share),
  /** What counts until a person says otherwise: the environment's. */
  installed: v.strictObject({ enabled: v.boolean(), weight: v.number() }),
  /** The newest change of it; null where nobody changed it. */
  changed: v.nullable(v.strictObject({ at: Moment, by: v.string(), reason: v.string() })),
})
export type LayerRow = v.InferOutput<typeof LayerRow>

export const LayersSet = v.strictObject({ layers: v.array(LayerRow) })
export type LayersSet = v.InferOutput<typeof LayersSet>

const LayerChange = v.strictObject({
  layer: v.picklist(SWITCHED_LAYERS),
  enabled: v.optional(v.boolean()),
  weight: v.optional(Weight),
  reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
})
export type LayerChange = v.InferOutput<typeof LayerChange>

export const layerRoutes = {
  'PUT /risk/layers': {
    service: 'risk-engine',
    role: 'operator',
    topic: 'trends',
    does: 'switches or weighs a layer of signals',
    body: LayerChange,
    answer: LayersSet,
  },
} as const satisfies ApiRoutes
