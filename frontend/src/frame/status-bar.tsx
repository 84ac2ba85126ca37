/** The bar on top of every page: is it running, is the money safe, how new is what we see. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../api/read.ts'
import { useBusinessNow } from '../api/business-time.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'
import { Finder } from './finder.tsx'
import { MarketClock } from './market-clock.tsx'
import { HaltSwitch } from '../parts/steer/halt.tsx'
import { Age, Breakers, ModelState, Money, PipelineState, TradingState } from './status-items.tsx'
import { PausedStages } from './paused-stages.tsx'
import { Toggle } from './toggle.tsx'
import { useStripHeight } from './use-strip-height.ts'
import { span } from '../text/format.ts'

const ALONE_MS = 4_000
/** Without the stream, and an answer for longer than this, what is shown may be long past. */
const LOST_MS = 12_000

const modeLooks = {
  SIMULATED: 'border-muted text-muted',
  PAPER: 'border-accent text-accent',
  LIVE: 'border-down bg-down text-surface',
} as const

export function StatusBar({ connected }: { connected: boolean }) {
  const { data, isError, dataUpdatedAt } = useQuery({
    ...read('GET /api/overview', {}),
    // Without the stream nobody says that something changed.
    ...(connected ? {} : { refetchInterval: ALONE_MS }),
  })
  const now = useBusinessNow()
  const strip = useStripHeight()
  const ageMs = Date.now() - dataUpdatedAt
  const isLost = isError || (!connected && data !== undefined && ageMs > LOST_MS)
  // Until the first answer it is not known how much room the rest takes.
  const hidden = data || isError ? '' : 'invisible'
  return (
    <header
      ref={strip}
      className="sticky top-0 z-30 flex min-h-27 flex-wrap content-center md:min-h-12 items-center gap-x-2 gap-y-1 md:gap-x-3 wide:gap-x-4 border-b border-line bg-surface px-3 print:hidden py-1.5 md:h-12 md:flex-nowrap md:py-0"
      aria-label="State of the system"
    >
      <Mode told={data} />
      {data && now && <MarketClock told={data} now={now} />}
      <span aria-hidden="true" className="order-2 h-0 w-full md:hidden" />
      {data && <Money told={data} />}
      {data && <PipelineState told={data} />}
      {data && <PausedStages told={data} />}
      {data && <ModelState told={data} />}
      {data && <TradingState told={data} ageMs={ageMs} />}
      {data && <Breakers told={data} />}
      {data && now && !isLost && <Age told={data} now={now} />}
      {isLost && (
        <span
          role="alert"
          className="order-3 font-medium whitespace-nowrap text-warn md:order-none"
        >
          ▲ {data ? `Not updating for ${span(ageMs)}` : 'The API does not answer'}
        </span>
      )}
      <span className={`order-4 ml-auto md:order-none ${hidden}`}>
        <Finder />
      </span>
      <span className={`order-1 ml-auto flex items-center gap-2 md:order-none md:ml-0 ${hidden}`}>
        <span
          className="hidden items-center gap-1.5 text-12 text-muted xl:flex"
          title={connected ? 'Changes show as they happen' : 'Asking every 15 s'}
        >
          <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
            <circle
              cx="4"
              cy="4"
              r="3"
              className={connected ? 'fill-up' : 'fill-none stroke-muted'}
            />
          </svg>
          {connected ? 'Live' : 'Polling'}
        </span>
        {data && <Toggle told={data} />}
        <HaltSwitch isSmall />
      </span>
    </header>
  )
}

function Mode({ told }: { told: Overview | undefined }) {
  const mode = told?.mode
  return (
    <span className="flex items-center gap-2">
      <span
        aria-label="Mode"
        className={`rounded border px-1.5 text-12 font-semibold tracking-wide ${mode ? modeLooks[mode] : 'border-line text-muted'}`}
      >
        {mode ?? 'MODE UNKNOWN'}
      </span>
      {told?.dataLabel && (
        <span className="hidden text-12 whitespace-nowrap text-muted xl:inline">
          {told.dataLabel} data
        </span>
      )}
    </span>
  )
}
