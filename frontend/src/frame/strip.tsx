/** The strip on top of every page: is it running, is the money safe, how new is what we see. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { overviewQuery, type Wire } from '../api.ts'
import { useBusinessNow } from '../business-time.ts'
import { wordsFor } from '../codes.ts'
import { dollars, exact, signedDollars, span } from '../format.ts'
import { Changing } from '../parts/figures.tsx'
import type { Overview } from '../../../services/query-api/overview.ts'
import { MarketClock } from './market-clock.tsx'
import { Toggle } from './toggle.tsx'

type Told = Wire<Overview>

const STALE_OPEN_MS = 15 * 60_000
const STALE_CLOSED_MS = 12 * 3_600_000

const modeLooks = {
  SIMULATED: 'border-muted text-muted',
  PAPER: 'border-accent text-accent',
  LIVE: 'border-down bg-down text-surface',
} as const

export function Strip({ connected }: { connected: boolean }) {
  const { data, isError } = useQuery(overviewQuery())
  const now = useBusinessNow()
  return (
    <header className="sticky top-0 z-30 flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-3 py-1.5 md:h-12 md:flex-nowrap md:py-0" aria-label="State of the system">
      <Mode told={data} />
      {data && now && <MarketClock told={data} now={now} />}
      <span aria-hidden="true" className="order-2 h-0 w-full md:hidden" />
      {data && <Money told={data} />}
      {data && <PipelineState told={data} />}
      {data && <Breakers told={data} />}
      {data && now && <Age told={data} now={now} />}
      {isError && <span role="alert" className="order-3 font-medium text-warn md:order-none">{data ? 'Not updating: the API does not answer' : 'The API does not answer'}</span>}
      <span className="order-1 ml-auto flex items-center gap-3 md:order-none">
        <span className="hidden items-center gap-1.5 text-12 text-muted xl:flex" title={connected ? 'Changes show as they happen' : 'Asking every 15 s'}>
          <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true"><circle cx="4" cy="4" r="3" className={connected ? 'fill-up' : 'fill-none stroke-muted'} /></svg>
          {connected ? 'Live' : 'Polling'}
        </span>
        {data && <Toggle told={data} />}
      </span>
    </header>
  )
}

function Mode({ told }: { told: Told | undefined }) {
  const mode = told?.mode
  return (
    <span className="flex items-center gap-2">
      <span aria-label="Mode" className={`rounded border px-1.5 text-12 font-semibold tracking-wide ${mode ? modeLooks[mode] : 'border-line text-muted'}`}>
        {mode ?? 'MODE UNKNOWN'}
      </span>
      {told?.dataLabel && <span className="hidden text-12 whitespace-nowrap text-muted lg:inline">{told.dataLabel} data</span>}
    </span>
  )
}

function Item({ label, title, children }: { label: string; title?: string | undefined; children: ReactNode }) {
  return (
    <span className="order-3 flex items-baseline gap-1.5 whitespace-nowrap md:order-none" title={title}>
      <span className="hidden text-12 text-muted lg:inline">{label}</span>
      {children}
    </span>
  )
}

function Money({ told: { money } }: { told: Told }) {
  if (!money) return <Item label="Equity"><span className="text-muted">no snapshot yet</span></Item>
  const day = Number(money.dayPnl ?? 0)
  const look = day > 0 ? 'text-up' : day < 0 ? 'text-down' : 'text-muted'
  return (
    <Item label="Equity" title={`Cash ${dollars(money.cash)}, positions ${dollars(money.positionsValue)}, reserve ${dollars(money.reserve)}; snapshot of ${exact(new Date(money.takenAt))}`}>
      <strong className="font-semibold"><Changing text={dollars(money.equity)} /></strong>
      <span className={look}>{signedDollars(money.dayPnl ?? 0)}<span className="hidden lg:inline"> today</span></span>
    </Item>
  )
}

function PipelineState({ told: { pipeline } }: { told: Told }) {
  const { state, troubled, switch: control } = pipeline
  const looks = { running: 'text-up', paused: 'text-warn', degraded: 'text-warn' } as const
  const words = { running: 'Running', paused: 'Paused', degraded: 'Degraded' } as const
  const first = pipeline.redisAnswers ? troubled[0] : undefined
  const why = !pipeline.redisAnswers
    ? wordsFor('redis_silent')
    : troubled.map(({ stage, why: code, count }) => `${stage}: ${wordsFor(code)}${code === 'dead_letters' ? ` (${count})` : ''}`).join('; ')
  return (
    <Item label="Pipeline" title={state === 'paused' ? `Paused by ${control.changedBy}: ${control.reason || 'no reason given'}` : why || undefined}>
      <Link to="/pipeline" className={`font-medium hover:underline ${looks[state]}`}>
        {state === 'running' ? '● ' : state === 'paused' ? '‖ ' : '▲ '}
        {words[state]}
        {state === 'degraded' && <span className="hidden xl:inline">: {first ? first.stage : 'Redis'}{troubled.length > 1 ? ` +${troubled.length - 1}` : ''}</span>}
      </Link>
    </Item>
  )
}

function Breakers({ told: { breakers } }: { told: Told }) {
  const title = breakers.map(({ breaker, ticker }) => `${wordsFor(breaker)}${ticker ? ` (${ticker})` : ''}`).join('; ')
  if (breakers.length === 0) {
    return <span className="hidden xl:block"><Item label="Breakers"><span className="text-muted">none open</span></Item></span>
  }
  return <Item label="Breakers" title={title}><span className="font-medium text-down">▲ {breakers.length} open</span></Item>
}

function Age({ told, now }: { told: Told; now: Date }) {
  if (!told.newestDataAt) return <Item label="Data"><span className="text-muted">none yet</span></Item>
  const at = new Date(told.newestDataAt)
  const ms = Math.max(0, now.getTime() - at.getTime())
  const isStale = ms > (told.market.session ? STALE_OPEN_MS : STALE_CLOSED_MS)
  return (
    <Item label="Data" title={`Newest fetch: ${exact(at)}`}>
      <span className={isStale ? 'font-medium text-warn' : 'text-muted'}>{isStale ? 'stale ' : ''}{span(ms)}{isStale ? '' : ' old'}</span>
    </Item>
  )
}
