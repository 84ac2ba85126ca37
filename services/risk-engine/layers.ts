/** Switches and weighs layers of signals: the next trend is summed up by it. */

import type { LayerChange, LayersSet } from '#shared/contracts/api/layers.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { layerNames, layerSettingOf, type Layers } from '#shared/domain/signal/layers.ts'
import { badFields } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import { changeConfig } from '#shared/sql/risk/config-changes.ts'
import { lockLimits } from '#shared/sql/risk/limits.ts'
import { tellLayers, readLayerValues } from '#shared/sql/signals/layer-settings.ts'

/**
 * Changes what is named of one layer, and leaves what already stands so; a value that cannot be read is
 * corrected here.
 *
 * @throws Refusal 422 where nothing is changed.
 */
export async function putLayer(
  tx: Tx,
  asked: Asking & { by: Principal; body: LayerChange },
  { installed, now }: { installed: Layers; now: Date },
): Promise<Served<LayersSet>> {
  const { by, body } = asked
  const { layer, reason } = body
  await lockLimits(tx)
  const values = await readLayerValues(tx)
  const stands = layerSettingOf(layer, values, installed)
  const names = (['enabled', 'weight'] as const).filter(
    (name) => body[name] !== undefined && body[name] !== stands[name],
  )
  if (names.length === 0) throw badFields([{ field: 'layer', says: 'nothing differs' }])
  const why = { by: 'name' in by ? by.name : by.kind, byId: 'id' in by ? by.id : '', reason }
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}
  for (const name of names) {
    const stored = layerNames[layer][name]
    before[name] = values.get(stored) ?? installed[layer][name]
    after[name] = body[name]
    await changeConfig(tx, { stored, before: before[name], after: body[name]! }, why, now)
  }
  await keepChange(tx, asked, { subject: layer, before, after, reason }, now)
  return tellLayers(tx, installed)
}
