/** The verdict of a decision made again of its kept inputs, by the function that the engine calls. */

import type { Rules } from '../../domain/rules/versions.ts'
import { judgeUnheld } from '../../domain/trading/exits.ts'
import { judgeEntry } from '../../domain/trading/judge-entry.ts'
import { judgeExit } from '../../domain/trading/judge-exit.ts'
import { judgeResting } from '../../domain/trading/judge-resting.ts'
import { judgeTranche } from '../../domain/trading/judge-tranche.ts'
import { judgeAside } from '../../domain/trading/put-aside.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import type { KeptInputs } from '../../sql/trading/decision-inputs.ts'
import { madeBy } from '../link.ts'

/** What comes of it. */
export type Again = {
  action: string
  code: string
  checks: unknown
  sizing: unknown
  quantity: string | null
  price: string | null
}

type Judged = { action: string } & Partial<Omit<Again, 'action'>>

/** The verdict, or which version this release does not know. */
export function verdictAgain(rules: Rules, row: DayDecision, inputs: KeptInputs): Again | string {
  const now = row.decidedAt
  if (inputs.by === 'aside') return skipped(judgeAside(inputs.input))
  if (inputs.by === 'unheld') return skipped(judgeUnheld(inputs.input))
  if (inputs.by === 'exit') return toAgain(judgeExit(inputs.input, now))
  if (inputs.by === 'resting') return toAgain(judgeResting(inputs.input, now))
  const { rules: trading } = madeBy(rules.trading, row.ruleVersion)
  const { rules: risk, fault } = madeBy(rules.risk, inputs.riskVersion)
  if (!trading || !risk) return fault ?? row.ruleVersion
  if (inputs.by === 'tranche') return toAgain(judgeTranche({ trading, risk }, inputs.input, now))
  const verdict = judgeEntry({ trading, risk }, inputs.input, now)
  return verdict === 'look back' ? skipped(undefined) : toAgain(verdict)
}

/** One that sends or skips nothing now stands as what it would do: wait, take back, nothing. */
function toAgain(judged: Judged): Again {
  const { action, checks = [], sizing = {}, price = null } = judged
  const isMade = action === 'act' || action === 'skip'
  const code = isMade ? (judged.code ?? '') : 'goes_on'
  const quantity = action === 'act' ? (judged.quantity ?? null) : null
  return { action: isMade ? action : 'none', code, checks, sizing, quantity, price }
}

/** Nothing judged: it would have gone on. */
function skipped(judged: { code: string; checks: unknown } | undefined): Again {
  const { code, checks } = judged ?? { code: 'goes_on', checks: [] }
  return { action: 'skip', code, checks, sizing: {}, quantity: null, price: null }
}
