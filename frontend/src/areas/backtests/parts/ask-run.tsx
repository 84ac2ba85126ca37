/** The form that asks for a backtest. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { hasOtherSettings, type BacktestBody } from '#shared/contracts/api/backtest-body.ts'
import type { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import { read, send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { useBusinessNow } from '../../../api/business-time.ts'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { useForm } from '../../../parts/form/use-form.ts'
import { backtestChoices } from './backtest-words.ts'

const FIELDS = [
  'strategy',
  'startDate',
  'endDate',
  'initialCapital',
  'riskTier',
  'tickers',
  'trials',
  'latencySeconds',
  'sweep',
  'asTracked',
] as const
type Field = (typeof FIELDS)[number]
type Form = Record<Field, string>

const DAY_MS = 86_400_000
const TIERS = ['conservative', 'moderate', 'aggressive'].map((tier) => [tier, tier] as const)
const UNIVERSES = [
  ['yes', 'only while it was tracked'],
  ['no', 'on all days'],
] as const
const SWEEPS = [
  ['no', 'no'],
  ['yes', 'yes, eleven around it'],
] as const

/** The year that ended yesterday, as the replay of what was recommended. */
function firstOf(now: Date): Form {
  const day = (ago: number) => new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10)
  return {
    strategy: 'recorded',
    startDate: day(366),
    endDate: day(1),
    initialCapital: '100000',
    riskTier: 'moderate',
    tickers: '',
    trials: '7',
    latencySeconds: '1',
    sweep: 'no',
    asTracked: 'yes',
  }
}

function bodyOf(form: Form) {
  const { startDate, endDate, initialCapital, trials, latencySeconds } = form
  const { strategy } = form
  return {
    strategy,
    startDate,
    endDate,
    initialCapital,
    tickers: form.tickers.split(/[\s,]+/).filter(Boolean),
    trials: Number(trials),
    latencySeconds: Number(latencySeconds),
    asTracked: form.asTracked === 'yes',
    ...(strategy === 'recorded' && {
      riskTier: form.riskTier as NonNullable<BacktestBody['riskTier']>,
    }),
    ...(hasOtherSettings(strategy) && { sweep: form.sweep === 'yes' }),
  }
}

export function AskRun({ onClose }: { onClose: () => void }) {
  const now = useBusinessNow()
  const navigate = useNavigate()
  const [first] = useState(() => firstOf(now ?? new Date()))
  const { form, inputs } = useForm<Field>(() => first)
  const ask = useChange(
    () => send('POST /api/trading/backtest', { body: bodyOf(form) }),
    ({ runId }) => void navigate({ to: '/backtests/$id', params: { id: runId } }),
  )
  const own = ownAsked(useQuery(read('GET /api/strategies', {})).data)
  const of = inputs(tickersTogether(faultsOf(ask.error)))
  return (
    <DialogForm
      title="Ask for a backtest"
      saves="Run it"
      isDense
      disabled={ask.isPending}
      onSend={() => ask.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(ask.error, [...FIELDS, ...tickerFields(ask.error)])}
      refused="It was not taken"
    >
      <ChoiceField name="Strategy" choices={backtestChoices(own)} {...of('strategy')} />
      <div className="grid grid-cols-2 gap-3">
        <TextField name="First day" isRequired placeholder="2019-01-02" {...of('startDate')} />
        <TextField name="Last day" isRequired placeholder="2019-12-31" {...of('endDate')} />
        <TextField name="Dollars" inputMode="decimal" {...of('initialCapital')} />
        {form.strategy === 'recorded' && (
          <ChoiceField name="Risk tier" choices={TIERS} {...of('riskTier')} />
        )}
        {hasOtherSettings(form.strategy) && (
          <ChoiceField name="Other settings too" choices={SWEEPS} {...of('sweep')} />
        )}
      </div>
      <TextField
        name="Tickers"
        placeholder="all that were tracked"
        hint="Such as AAPL, XOM. Those of today leave out who failed meanwhile."
        {...of('tickers')}
      />
      <ChoiceField name="A company is traded" choices={UNIVERSES} {...of('asTracked')} />
      <TextField
        name="Strategies and settings you tried, this one among them"
        inputMode="numeric"
        hint="The more, the more likely the best of them is luck."
        {...of('trials')}
      />
      <TextField
        name="Seconds from a decision to the market"
        inputMode="numeric"
        hint="It trades at the first open after: of days, more than a night reaches the open after the next."
        {...of('latencySeconds')}
      />
    </DialogForm>
  )
}

/** Names of strategies of one's own that may be asked. */
function ownAsked(board: StrategyBoard | undefined): string[] {
  const asked = (board?.own ?? []).filter(({ fault, goneAt }) => fault === null && goneAt === null)
  return asked.flatMap(({ name }) => name ?? []).sort()
}

/** A fault of one ticker is told under the field that holds all. */
function tickersTogether(faults: Readonly<Record<string, string>>): Record<string, string> {
  const said = Object.entries(faults)
  return Object.fromEntries(
    said.map(([field, says]) => [field.startsWith('tickers') ? 'tickers' : field, says]),
  )
}

function tickerFields(error: unknown): string[] {
  return Object.keys(faultsOf(error)).filter((field) => field.startsWith('tickers'))
}
