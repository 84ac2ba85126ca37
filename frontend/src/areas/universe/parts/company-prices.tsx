/** A company's prices with what happened on them; the last close is the title. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { MARK_RANGES, type CompanyMarks } from '#shared/contracts/api/company-insight.ts'
import type { PositionRow } from '#shared/contracts/api/positions.ts'
import type { BarRow } from '#shared/contracts/api/universe.ts'
import { TrendRow } from '#shared/contracts/api/signals.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { dollars, signedPercent } from '../../../text/format.ts'
import type { CompanySearch } from './company-search.ts'
import { DayReadout } from './chart/day-readout.tsx'
import { MarkTable } from './chart/mark-table.tsx'
import { PriceMarks } from './chart/price-marks.tsx'
import { sessionsOf, type PriceLevel } from './chart/sessions.ts'

const ranges = MARK_RANGES.map((range) => [range, range.toUpperCase()] as const)
const WINDOWS = TrendRow.entries.trendWindow.options
const windows = WINDOWS.map((window) => [window, window] as const)

export function CompanyPrices({ ticker, className }: { ticker: string; className: string }) {
  const search = useSearch({ from: '/companies/$ticker' })
  const navigate = useNavigate({ from: '/companies/$ticker' })
  const bars = useQuery(read('GET /api/companies/:id/bars', { id: ticker }))
  const asked = { range: search.range ?? '3m', window: search.window ?? '7d' }
  const marks = useQuery(read('GET /api/companies/:id/marks', { id: ticker, ...asked } as never))
  // The same read as that of where it stands: asked for once.
  const positions = useQuery(read('GET /api/positions', {}))
  const levels = levelsOf(positions.data?.find((row) => row.ticker === ticker))
  const choose = (name: keyof CompanySearch) => (value: string) =>
    void navigate({ search: (before) => ({ ...before, [name]: value }), replace: true })
  return (
    <Panel
      title={titleOf(ticker, bars.data)}
      query={bars}
      rows={10}
      className={className}
      aside={
        <span className="flex flex-wrap gap-x-6">
          <Choices
            label="How far back"
            choices={ranges}
            chosen={asked.range as (typeof MARK_RANGES)[number]}
            onChoose={choose('range')}
          />
          <Choices
            label="Window of the trend"
            choices={windows}
            chosen={asked.window as (typeof WINDOWS)[number]}
            onChoose={choose('window')}
          />
        </span>
      }
      empty={{
        when: (found) => found.length === 0,
        words: 'No price is stored. The company’s source of prices brings them at its next turn.',
      }}
    >
      {(found) => (
        <>
          {marks.isError && (
            <p role="alert" className="px-4 pb-2 text-down">
              Could not read what happened on them: {marks.error.message}
            </p>
          )}
          {marks.data ? (
            <Marked bars={found} marks={marks.data} levels={levels} />
          ) : (
            <div className="skeleton mx-4 mb-4 h-80" />
          )}
        </>
      )}
    </Panel>
  )
}

type MarkedProps = {
  bars: readonly BarRow[]
  marks: CompanyMarks
  levels: readonly PriceLevel[]
}

function Marked({ bars, marks, levels }: MarkedProps) {
  const [chosen, setChosen] = useState<number>()
  const [isPinned, setIsPinned] = useState(false)
  const [isTable, setIsTable] = useState(false)
  const sessions = sessionsOf(bars, marks)
  const place = Math.min(chosen ?? sessions.length - 1, sessions.length - 1)
  const session = sessions[place]
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pb-2 text-12 text-muted">
        <span>
          Hollow bars rose, full ones fell. Below: trend by height, documents by number, events ◆,
          advice and orders ▲ to buy ▼ to sell; fills stand on the prices.
        </span>
        <Button isSmall aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
      {isTable ? (
        <>
          {levels.length > 0 && (
            <p className="px-4 pb-2 text-12 text-muted">
              Held, with {levels.map(({ name, price }) => `${name} ${dollars(price)}`).join(', ')}.
            </p>
          )}
          <MarkTable marks={marks} />
        </>
      ) : (
        session && (
          <>
            <PriceMarks
              sessions={sessions}
              levels={levels}
              chosen={place}
              onPoint={(at) => !isPinned && setChosen(at)}
              onPress={(at) => {
                setIsPinned(!isPinned || at !== place)
                setChosen(at)
              }}
            />
            <DayReadout
              session={session}
              before={sessions[place - 1]}
              onStep={(by) => {
                setIsPinned(true)
                setChosen(Math.max(0, Math.min(sessions.length - 1, place + by)))
              }}
            />
          </>
        )
      )}
    </>
  )
}

/** What an open position is watched by. */
function levelsOf(row: PositionRow | undefined): PriceLevel[] {
  if (!row) return []
  const all: readonly (readonly [string, string | null])[] = [
    ['average cost', row.entryPriceAvg],
    row.trailingStop ? ['trailing stop', row.trailingStop] : ['stop', row.stopPrice],
    ['target 1', row.target1],
    ['target 2', row.target2],
  ]
  return all.flatMap(([name, price]) => (price ? [{ name, price: Number(price) }] : []))
}

function titleOf(ticker: string, bars: readonly BarRow[] | undefined): string {
  const [last, before] = [bars?.at(-1), bars?.at(-2)]
  if (!last) return 'Prices'
  const moved = before && Number(last.close) / Number(before.close) - 1
  const told = moved === undefined ? '' : `, ${signedPercent(moved)}`
  return `${ticker} closed at ${dollars(last.close)} on ${last.sessionDate}${told}`
}
