/** signal-engine: judges what prices say of one ticker, in two pipelines side by side. */

import { evaluateInBoth, type Pipelines } from '#shared/domain/signal-engine/evaluate.ts'
import { normaliseInput } from '#shared/domain/signal-engine/input.ts'
import { layerDefaults, type Layers } from '#shared/domain/signal/layers.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readShadowMode } from '#shared/sql/risk/shadow-setting.ts'
import { saveOutput } from '#shared/sql/signal-engine/outputs.ts'
import { readCompany } from '#shared/sql/universe/companies.ts'
import { gatherFacts } from './gather.ts'

export type Deps = {
  sql: Sql
  /** What the layers are set to where no person said otherwise. */
  layers?: Layers
  pipelines?: Pipelines
}

/** Nothing is made of a ticker that is not tracked, nor while the engine is off. */
export function signalEngine({
  sql,
  layers = layerDefaults,
  pipelines,
}: Deps): Handlers<'signal-engine'> {
  return {
    async signal_engine({ ticker }, { now }) {
      const company = await readCompany(sql, ticker)
      const isAsked =
        company?.active === true && (await readShadowMode(sql, 'signal_engine')) !== 'off'
      if (!isAsked) return () => Promise.resolve([])
      const output = evaluateInBoth(
        normaliseInput(await gatherFacts(sql, company, layers, now)),
        pipelines,
      )
      return async (tx) => {
        const mode = await readShadowMode(tx, 'signal_engine')
        if (mode !== 'off') await saveOutput(tx, { ticker, evaluatedAt: now, mode, output })
        return []
      }
    },
  }
}
