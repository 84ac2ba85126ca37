/** How trading stands: its mode, its state, every hold with who ends it, and what is held unprotected. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { useBusinessNow } from '../../../api/business-time.ts'
import { dollars, shares, span } from '../../../text/format.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Code } from '../../../parts/words.tsx'
import type { EngineState } from '#shared/contracts/api/engine.ts'
import { StandingActions } from './standing-actions.tsx'

export type Status = UseQueryResult<EngineState>

const titles = {
  active: 'Trading is active',
  reducing: 'Trading only reduces: exits and cancels leave, entries wait',
  halted: 'Trading is halted: nothing leaves but cancels',
} as const
const looks = { active: 'text-up', reducing: 'text-warn', halted: 'text-down' } as const

export function StandingPanel({ status }: { status: Status }) {
  return (
    <Panel
      title={status.data ? titles[status.data.state] : 'How trading stands'}
      query={status}
      rows={6}
      className="lg:col-span-2"
    >
      {(data) => (
        <>
          <NamedValues>
            <NamedValue name="State">
              <span className={looks[data.state]}>{data.state}</span>
            </NamedValue>
            <NamedValue name="Mode">
              <span className={data.mode === 'live' ? 'text-down' : ''}>{data.mode}</span>
            </NamedValue>
            <NamedValue name="Recommendations become orders">
              {data.enabled ? 'yes' : 'no'}
            </NamedValue>
            <NamedValue name="Risk tier">{data.riskTier}</NamedValue>
            <NamedValue name="Reserve">{dollars(data.reserve)}</NamedValue>
            <NamedValue name="Session">{data.session ? 'open' : 'closed'}</NamedValue>
          </NamedValues>
          <Holds state={data} />
          {data.state === 'halted' && <Unprotected holds={data.holds} />}
          <StandingActions state={data} />
        </>
      )}
    </Panel>
  )
}

function Holds({ state }: { state: EngineState }) {
  if (state.holds.length === 0)
    return <p className="px-4 pb-3 text-muted">Nothing holds trading back.</p>
  return (
    <ul aria-label="What holds trading back" className="border-t border-line">
      {state.holds.map(({ code, says, state: how, since, liftedBy }) => (
        <li
          key={code + says}
          className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-line px-4 py-2"
        >
          <span className={`w-20 font-semibold ${looks[how]}`}>{how}</span>
          <span className="min-w-0 flex-1 basis-60 break-words">
            <span className="font-medium">{says}</span>{' '}
            <span className="block text-12 text-muted">
              <Code code={code} />
            </span>
          </span>
          <span className="text-12 text-muted">
            since <When at={since} /> ·{' '}
            {liftedBy === 'person' ? 'a person ends it' : 'ends with its cause'}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What no stop and no target sells while trading is halted, and for how long. */
function Unprotected({ holds }: { holds: EngineState['holds'] }) {
  const now = useBusinessNow()
  const { data: held } = useQuery(read('GET /api/positions', {}))
  const data = held?.filter(({ restingStop }) => restingStop?.state !== 'stands') ?? []
  if (data.length === 0) return null
  const since = holds
    .filter(({ state }) => state === 'halted')
    .map((hold) => Date.parse(hold.since))
    .reduce((a, b) => Math.min(a, b), Infinity)
  const lasting = now && Number.isFinite(since) ? ` for ${span(now.getTime() - since)}` : ''
  return (
    <div className="border-b border-line px-4 py-2">
      <p className="font-medium text-down">
        {data.length === 1 ? '1 position has' : `${data.length} positions have`} stood unprotected
        {lasting}:
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {data.map((row) => (
          <li key={row.ticker} className="whitespace-nowrap">
            <CompanyLink ticker={row.ticker} />{' '}
            <span className="text-muted">
              {shares(row.quantity)} worth {dollars(row.marketValue)}, stop{' '}
              {(row.trailingStop ?? row.stopPrice)
                ? dollars(row.trailingStop ?? row.stopPrice ?? 0)
                : 'none'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
