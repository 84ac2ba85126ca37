/** The signals of all layers that speak, and table `risk_configs` where it switches and weighs them. */

import { layersFrom, type Layers } from '../../domain/signal/layers.ts'
import { bySummingOrder, type Signal } from '../../domain/signal/weight.ts'
import type { Db } from '../open.ts'
import { readLayerValues } from './layer-settings.ts'
import { readCompetitiveSignals, readCompetitiveSignalsById } from './competitive-signals.ts'
import { readMacroSignals, readMacroSignalsById } from './macro-signals.ts'
import { readSignals, readSignalsById } from './signals.ts'

/** How the layers stand now: read for each trend, so that a change counts from the next one on. */
export async function readLayers(db: Db, installed: Layers): Promise<Layers> {
  return layersFrom(await readLayerValues(db), installed)
}

/** Every signal that the layers in force have for a ticker, in summing order. */
export async function readLayeredSignals(
  db: Db,
  ticker: string,
  asOf: Date,
  { macro, competitive }: Layers,
): Promise<Signal[]> {
  const layers = await Promise.all([
    readSignals(db, ticker, asOf),
    macro.enabled ? readMacroSignals(db, ticker, asOf, macro.confidenceMin) : [],
    competitive.enabled ? readCompetitiveSignals(db, ticker, asOf) : [],
  ])
  return layers.flat().sort(bySummingOrder)
}

type SignalIds = {
  /** The trend's moment. */
  asOf: Date
  impactIds: readonly string[]
  macroIds: readonly string[]
  competitiveIds: readonly string[]
}

/** The signals that a trend was made of, in whatever layer they are; fewer where one is gone. */
export async function readSignalsOf(
  db: Db,
  { asOf, impactIds, macroIds, competitiveIds }: SignalIds,
): Promise<Signal[]> {
  const layers = await Promise.all([
    readSignalsById(db, impactIds, asOf),
    readMacroSignalsById(db, macroIds),
    readCompetitiveSignalsById(db, competitiveIds),
  ])
  return layers.flat().sort(bySummingOrder)
}
