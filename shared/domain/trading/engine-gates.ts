/**
 * What the signal engine has to say of an entry where it is traded: an evaluation of the last session must
 * stand, and both pipelines must say buy. Source: docs/FORMULAS.md, Gates.
 *
 * In shadow, off, or not asked it says nothing. Exits never come here.
 */

import type { HeardEngine, HeardOutput } from '../../contracts/api/heard-engine.ts'
import type { CheckResult } from '../risk/evaluate.ts'
import type { GateCode, TradingGate } from './gates.ts'

/** What the gates hear of it. */
export type EngineSays = Pick<HeardEngine, 'mode' | 'session' | 'givenUp'> & {
  output: Pick<
    HeardOutput,
    'sessionDate' | 'heuristicVerdict' | 'probabilisticVerdict' | 'filters'
  > | null
}

type Looked = NonNullable<ReturnType<TradingGate>>

/** Shut while no evaluation of the last session stands. */
function unheard({ session, output, givenUp }: EngineSays): Looked {
  const passed = output?.sessionDate === session
  const gone =
    passed || givenUp === null ? '' : `, its job of ${givenUp.at} given up: ${givenUp.why}`
  return { found: `${output?.sessionDate ?? 'none'}${gone}`, limit: session, passed }
}

/** Shut unless both pipelines say buy; the filters that were shut stand beside. */
function against({ output }: EngineSays): Looked {
  const [one, other] = [output?.heuristicVerdict, output?.probabilisticVerdict]
  return {
    found: sayVerdicts({
      heuristicVerdict: one ?? null,
      probabilisticVerdict: other ?? null,
    }),
    limit: 'both buy',
    passed: one === 'buy' && other === 'buy',
    beside: (output?.filters ?? []).map(({ code, found, limit }) => ({
      name: 'engine_filter',
      found: `${code} ${found}`,
      limit,
      passed: true,
    })),
  }
}

const looks: readonly (readonly [GateCode, (engine: EngineSays) => Looked])[] = [
  ['engine_unheard', unheard],
  ['engine_against', against],
]

export const engineGates: readonly (readonly [GateCode, TradingGate])[] = looks.map(
  ([code, look]) => [
    code,
    ({ signalEngine }) => (signalEngine?.mode === 'traded' ? look(signalEngine) : undefined),
  ],
)

/** Whether rules heard it. Releases whose rules do not write over a decision and leave what it was kept with before. */
export function hearEngine({
  gates,
}: {
  gates: readonly (readonly [GateCode, unknown])[]
}): boolean {
  return gates.some(([code]) => looks.some(([own]) => own === code))
}

/** The checks that follow from what was heard, up to the first that is shut; none where it had no say. */
export function engineChecks(engine: EngineSays | null): CheckResult[] {
  const checks: CheckResult[] = []
  if (engine?.mode !== 'traded') return checks
  for (const [name, look] of looks) {
    const { beside = [], ...found } = look(engine)
    checks.push(...beside, { name, ...found })
    if (!found.passed) break
  }
  return checks
}

/** In one line: what it said of which session, and whether it had a say. */
export function sayHeard({ mode, session, output }: HeardEngine): string {
  const said = output
    ? `${sayVerdicts(output)}, of ${output.sessionDate ?? 'no session'}`
    : 'nothing'
  return `${mode}: ${said}; asked for ${session}`
}

/** Both verdicts, the sum of scores first: its verdict is the primary one. */
function sayVerdicts({
  heuristicVerdict,
  probabilisticVerdict,
}: Pick<HeardOutput, 'heuristicVerdict' | 'probabilisticVerdict'>): string {
  return `scores ${heuristicVerdict ?? 'failed'}, chance ${probabilisticVerdict ?? 'failed'}`
}
