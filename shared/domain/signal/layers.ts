/** Which layers speak in a trend, and how loud: read anew for each, and stored with it. */

import type { SwitchedLayer } from '../../contracts/sets.ts'
import type { Scoring } from './scoring.ts'

export type Layers = {
  macro: {
    enabled: boolean
    /** Share of an impact that counts, in [0, 1]. */
    weight: number
    /** Least confidence of an event. */
    confidenceMin: number
    /** From this age on a short-term event counts half. */
    staleHours: number
  }
  competitive: { enabled: boolean; weight: number }
}

export const layerDefaults: Layers = {
  macro: { enabled: true, weight: 0.3, confidenceMin: 0.4, staleHours: 48 },
  competitive: { enabled: true, weight: 0.2 },
}

/** As a trend keeps them: what its numbers depend on. */
export type StoredLayers = {
  macroWeight: number
  competitiveWeight: number
  staleHours: number
}

/** The scoring with the weights that a trend was made by; as it is where nothing was stored. */
export function withLayers(scoring: Scoring, layers: StoredLayers | null): Scoring {
  if (layers === null) return scoring
  const { macroWeight: macro, competitiveWeight: competitive, staleHours } = layers
  return {
    ...scoring,
    staleHours,
    layerShare: { ...scoring.layerShare, macro, competitive },
  }
}

export function storedLayersOf({ macro, competitive }: Layers): StoredLayers {
  return {
    macroWeight: macro.weight,
    competitiveWeight: competitive.weight,
    staleHours: macro.staleHours,
  }
}

/** The names under which table `risk_configs` holds what is switched and weighed at run time. */
export const layerNames = {
  macro: { enabled: 'macro_enabled', weight: 'macro_signal_weight' },
  competitive: { enabled: 'competitive_enabled', weight: 'competitive_signal_weight' },
} as const satisfies Record<SwitchedLayer, { enabled: string; weight: string }>

/** What one layer is set to; null where what stands there is no switch, or no share. */
export type LayerSetting = { enabled: boolean | null; weight: number | null }

/** As the table says of a layer; what it does not name is as `installed`. */
export function layerSettingOf(
  layer: SwitchedLayer,
  values: ReadonlyMap<string, unknown>,
  installed: Layers,
): LayerSetting {
  const enabled = values.get(layerNames[layer].enabled) ?? installed[layer].enabled
  const weight = values.get(layerNames[layer].weight) ?? installed[layer].weight
  return {
    enabled: typeof enabled === 'boolean' ? enabled : null,
    weight: isShare(weight) ? weight : null,
  }
}

/** Whether a layer so set is heard: a value that is no switch or no share turns it off, nothing is guessed. */
export function isHeard(
  setting: LayerSetting,
): setting is LayerSetting & { enabled: true; weight: number } {
  return setting.enabled === true && setting.weight !== null && setting.weight > 0
}

/** The layers as the table says. */
export function layersFrom(values: ReadonlyMap<string, unknown>, installed: Layers): Layers {
  const macro = layerSettingOf('macro', values, installed)
  const competitive = layerSettingOf('competitive', values, installed)
  const off = { enabled: false }
  return {
    macro: { ...installed.macro, ...(isHeard(macro) ? macro : off) },
    competitive: { ...installed.competitive, ...(isHeard(competitive) ? competitive : off) },
  }
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}
