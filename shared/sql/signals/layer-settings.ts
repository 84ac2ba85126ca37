/** Tables `risk_configs` and `risk_config_changes`: what the layers of signals are set to, since when and by whom. */

import type { LayerRow, LayersSet } from '../../contracts/api/layers.ts'
import type { Served } from '../../contracts/api/route.ts'
import { SWITCHED_LAYERS, type SwitchedLayer } from '../../contracts/sets.ts'
import { isHeard, layerNames, layerSettingOf, type Layers } from '../../domain/signal/layers.ts'
import type { Db } from '../open.ts'

const NAMES = SWITCHED_LAYERS.flatMap((layer) => Object.values(layerNames[layer]))

/** What the table says of layers, by name; what it does not name is as installed. */
export async function readLayerValues(db: Db): Promise<Map<string, unknown>> {
  const rows = await db<{ name: string; value: unknown }[]>`
    select name, value from risk_configs where name = any(${NAMES}::text[])`
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** Each layer that can be switched, with its newest change. */
export async function tellLayers(db: Db, installed: Layers): Promise<Served<LayersSet>> {
  const [values, changes] = await Promise.all([readLayerValues(db), readNewestChanges(db)])
  const layers = SWITCHED_LAYERS.map((layer) => {
    const setting = layerSettingOf(layer, values, installed)
    const { enabled, weight } = installed[layer]
    const changed = changes.get(layer) ?? null
    return { layer, ...setting, speaks: isHeard(setting), installed: { enabled, weight }, changed }
  })
  return { layers }
}

type Changed = NonNullable<Served<LayerRow>['changed']>

async function readNewestChanges(db: Db): Promise<Map<SwitchedLayer, Changed>> {
  const newest = new Map<SwitchedLayer, Changed>()
  for (const layer of SWITCHED_LAYERS) {
    const [row] = await db<Changed[]>`
      select at, changed_by as by, reason from risk_config_changes
      where name = any(${Object.values(layerNames[layer])}::text[])
      order by at desc, seq desc limit 1`
    if (row) newest.set(layer, row)
  }
  return newest
}
