/** What the status bar tells, item by item. */

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { wordsFor } from '../text/codes.ts'
import { dollars, exact, signedDollars, span } from '../text/format.ts'
import { storeWords } from '../text/store-words.ts'
import { Changing } from '../parts/figures.tsx'
import type { Overview } from '#shared/contracts/api/overview.ts'
import { briefly } from './unwell.tsx'

const STALE_OPEN_MS = 15 * 60_000
const STALE_CLOSED_MS = 12 * 3_600_000

function Item({
  label,
  title,
  children,
}: {
  label: string
  title?: string | undefined
  children: ReactNode
}) {
  return (
    <span
      className="order-3 flex items-baseline gap-1.5 whitespace-nowrap md:order-none"
      title={title}
    >
      <span className="hidden text-12 text-muted wide:inline">{label}</span>
      {children}
    </span>
  )
}

export function Money({ told: { money } }: { told: Overview }) {
  if (!money)
    return (
      <Item label="Equity">
        <span className="text-muted">no snapshot yet</span>
      </Item>
    )
  const day = Number(money.dayPnl ?? 0)
  const look = day > 0 ? 'text-up' : day < 0 ? 'text-down' : 'text-muted'
  return (
    <Item
      label="Equity"
      title={`Cash ${dollars(money.cash)}, positions ${dollars(money.positionsValue)}, reserve ${dollars(money.reserve)}; snapshot of ${exact(new Date(money.takenAt))}`}
    >
      <strong className="font-semibold">
        <Changing text={dollars(money.equity)} />
      </strong>
      <span className={look}>
        {signedDollars(money.dayPnl ?? 0)}
        <span className="hidden wide:inline"> today</span>
      </span>
    </Item>
  )
}

const pipelineLooks = {
  running: ['● Running', 'text-up'],
  paused: ['‖ Paused', 'text-warn'],
  partly_paused: ['● Running', 'text-up'],
  degraded: ['▲ Degraded', 'text-warn'],
} as const

export function PipelineState({ told: { pipeline } }: { told: Overview }) {
  const { state, troubled, switch: control } = pipeline
  const [words, look] = pipelineLooks[state]
  const { store, redisAnswers } = pipeline
  const reasons = [
    ...(redisAnswers ? [] : [{ of: 'Redis', says: wordsFor('redis_silent') }]),
    ...(store ? [{ of: 'Object store', says: storeWords(store) }] : []),
    ...(redisAnswers ? troubled.filter(({ why }) => why !== 'stage_paused') : []).map(
      ({ stage, why: code, count }) => ({
        of: stage,
        says: `${stage}: ${wordsFor(code)}${code === 'dead_letters' ? ` (${count})` : ''}`,
      }),
    ),
  ]
  return (
    <Item
      label="Pipeline"
      title={
        state === 'paused'
          ? `Paused by ${control.changedBy}: ${control.reason || 'no reason given'}`
          : reasons.map(({ says }) => says).join('; ') || undefined
      }
    >
      <Link to="/pipeline" className={`font-medium hover:underline ${look}`}>
        {words}
        {state === 'degraded' && reasons[0] && (
          <span className="hidden xl:inline">
            : {reasons[0].of}
            {reasons.length > 1 ? ` +${reasons.length - 1}` : ''}
          </span>
        )}
      </Link>
    </Item>
  )
}

/** Nothing while the model answers: then there is nothing to say of it. */
export function ModelState({ told: { model } }: { told: Overview }) {
  if (!model) return null
  const since = exact(new Date(model.since))
  return (
    <Item label="Model" title={`${model.model} at ${model.server}, since ${since}: ${model.said}`}>
      <span className="font-medium text-warn">▲ {wordsFor(`model_${model.state}`)}</span>
    </Item>
  )
}

const tradingLooks = {
  active: ['● Active', 'text-up'],
  reducing: ['‖ Reducing', 'text-warn'],
  halted: ['■ Halted', 'text-down'],
} as const

/** The state of trading, or that its sources disagree about whether money is real. */
export function TradingState({ told, ageMs }: { told: Overview; ageMs: number }) {
  const { mode, state, holds } = told.trading
  const ill = told.unwell.find(({ service, loop }) => service === 'trading-engine' && !loop)
  if (ill) {
    return (
      <Item label="Trading" title={ill.said || undefined}>
        <Link to="/trading" className="font-medium text-down hover:underline">
          ■ {briefly(ill, ageMs)}
        </Link>
      </Item>
    )
  }
  const disagrees = holds.some(({ code }) => code === 'mode_disagrees')
  const [words, look] = tradingLooks[state]
  const isQuiet = mode === 'disabled' && state === 'active'
  return (
    <Item
      label="Trading"
      title={[`Mode ${mode}, ${state}`, ...holds.map(({ says }) => says)].join('; ')}
    >
      <Link
        to="/trading"
        className={`font-medium hover:underline ${isQuiet ? 'text-muted' : look}`}
      >
        {disagrees ? '■ Mode disagrees' : isQuiet ? 'Disabled' : words}
      </Link>
    </Item>
  )
}

export function Breakers({ told: { breakers } }: { told: Overview }) {
  const title = breakers
    .map(({ breaker, ticker }) => `${wordsFor(breaker)}${ticker ? ` (${ticker})` : ''}`)
    .join('; ')
  if (breakers.length === 0) {
    return (
      <span className="hidden xl:block">
        <Item label="Breakers">
          <span className="text-muted">none open</span>
        </Item>
      </span>
    )
  }
  return (
    <Item label="Breakers" title={title}>
      <span className="font-medium text-down">▲ {breakers.length} open</span>
    </Item>
  )
}

export function Age({ told, now }: { told: Overview; now: Date }) {
  if (!told.newestDataAt)
    return (
      <Item label="Data">
        <span className="text-muted">none yet</span>
      </Item>
    )
  const at = new Date(told.newestDataAt)
  const ms = Math.max(0, now.getTime() - at.getTime())
  const isStale = ms > (told.market.session ? STALE_OPEN_MS : STALE_CLOSED_MS)
  return (
    <Item label="Data" title={`Newest fetch: ${exact(at)}`}>
      <span className={isStale ? 'font-medium text-warn' : 'text-muted'}>
        {isStale ? 'stale ' : ''}
        {span(ms)}
        {isStale ? '' : ' old'}
      </span>
    </Item>
  )
}
