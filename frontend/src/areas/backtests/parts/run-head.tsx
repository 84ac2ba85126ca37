/** What a run was asked for, how far it is, and its end by hand. */

import type { BacktestAnswer } from '#shared/contracts/api/backtests.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import { count, dollars } from '../../../text/format.ts'
import { daysRun, isOpen, progressOf, runName } from './backtest-words.ts'

export function RunHead({ run }: { run: BacktestAnswer }) {
  const mayCancel = useMayDo('POST /api/trading/backtest/:id/cancel')
  const cancel = useChange(() =>
    send('POST /api/trading/backtest/:id/cancel', { id: run.runId, body: {} }),
  )
  return (
    <header className="space-y-2">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="text-20 font-semibold">{runName(run)}</h1>
        {isOpen(run) && mayCancel && (
          <Button
            look="risky"
            disabled={run.isEnding || cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            {run.isEnding ? 'It is ending' : 'Cancel it'}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap gap-x-3 gap-y-1 text-muted">
        <Badge code={run.state} />
        <span>
          asked by {run.askedBy} <When at={run.askedAt} />
        </span>
        {settingsOf(run).map((said) => (
          <span key={said}>{said}</span>
        ))}
      </p>
      <Refused fault={cancel.error} what="Not cancelled" />
      {isOpen(run) && <Progress run={run} />}
      {run.state === 'failed' && (
        <p role="alert" className="max-w-prose text-down">
          <Code code={run.reason ?? 'unknown'} />: {run.says}
        </p>
      )}
      {run.state === 'cancelled' && <p className="text-muted">It was ended before it was done.</p>}
    </header>
  )
}

function settingsOf(run: BacktestAnswer): string[] {
  const { settings, seconds, results } = run
  const { initialCapital, riskTier, tickers, trials, costs, seed } = settings
  const few = tickers.length <= 6 ? tickers.join(', ') : `${count(tickers.length)} tickers`
  return [
    dollars(initialCapital),
    ...(riskTier === null ? [] : [`${riskTier} tier`]),
    few,
    `${trials} tried`,
    `seed ${seed}`,
    ...(costs ? [] : ['without costs']),
    ...(settings.asTracked ? [] : ['tracked or not']),
    ...(results === null ? [] : [`ran over ${daysRun(run, results)}`]),
    ...(seconds === null ? [] : [`took ${seconds.toFixed(1)} s`]),
  ]
}

function Progress({ run }: { run: BacktestAnswer }) {
  const { sessionsDone, sessionsTotal } = run
  const share = sessionsTotal === 0 ? 0 : sessionsDone / sessionsTotal
  return (
    <div className="max-w-prose" aria-live="polite">
      <div
        role="progressbar"
        aria-label="How far it is"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
        className="h-2 overflow-hidden rounded bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${100 * share}%` }} />
      </div>
      <p className="mt-1 text-12 text-muted">{progressOf(run)}</p>
    </div>
  )
}
