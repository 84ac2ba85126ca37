/** What strategies said of each ticker last, and their trades on paper. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { StrategyOutput, StrategyTrade } from '#shared/contracts/api/strategies.ts'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { ALL, filterOf } from '../../../parts/filter-of.ts'
import { Older } from '../../../parts/older.tsx'
import { Empty, Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { outputColumns, tradeColumns } from './strategy-columns.tsx'
import type { StrategySearch } from './strategy-search.ts'
import { shadowChoices } from './strategy-words.ts'

const ROWS = 100
const TRADES = 20

/** @param own names of strategies of one's own, of which something may be listed. */
export function StrategyLists({ own }: { own: readonly string[] }) {
  const search = useSearch({ from: '/strategies' })
  const navigate = useNavigate({ from: '/strategies' })
  const { after, ...narrow } = search
  const said = useQuery(read('GET /api/strategy-outputs', { ...search, limit: ROWS } as never))
  const trades = useQuery(read('GET /api/strategy-trades', { ...narrow, limit: TRADES } as never))
  const by = filterOf<keyof StrategySearch>(
    search,
    (name, value) => void navigate({ search: narrowedBy(name, value), replace: true }),
  )
  return (
    <>
      <Panel title={saidTitle(said.data)} query={said} rows={8}>
        {(rows) => (
          <>
            <div className="grid grid-cols-2 gap-2 px-4 pb-3 sm:max-w-md">
              <ChoiceField name="Of" {...by('strategy')} choices={[ALL, ...shadowChoices(own)]} />
              <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
            </div>
            {rows.length === 0 ? (
              <Empty>
                {Object.keys(search).length > 0
                  ? 'No strategy said anything like that.'
                  : 'No strategy said anything yet. While they run, each tracked ticker is asked about after the bar of its session came in.'}
              </Empty>
            ) : (
              <Table
                label="Said last"
                rows={rows}
                columns={outputColumns}
                keyOf={(row) => row.outputId}
                hasTools
              />
            )}
            <Older
              label="readings"
              after={after}
              last={rows.length === ROWS ? rows.at(-1)?.outputId : undefined}
              onGo={(place) => void navigate({ search: narrowedBy('after', place) })}
            />
          </>
        )}
      </Panel>
      <Panel
        title={tradesTitle(trades.data)}
        query={trades}
        empty={{
          when: (rows) => rows.length === 0,
          words: 'No trade on paper yet: one begins at the open after a strategy said long.',
        }}
      >
        {(rows) => (
          <Table
            label="Trades on paper"
            rows={rows}
            columns={tradeColumns}
            keyOf={(row) => row.tradeId}
          />
        )}
      </Panel>
    </>
  )
}

function saidTitle(rows: readonly StrategyOutput[] | undefined): string {
  if (!rows || rows.length === 0) return 'What they said last'
  const long = rows.filter(({ direction }) => direction === 'long').length
  const short = rows.filter(({ direction }) => direction === 'short').length
  return `Of ${rows.length} readings ${long} say long and ${short} short`
}

function tradesTitle(rows: readonly StrategyTrade[] | undefined): string {
  if (!rows || rows.length === 0) return 'Trades on paper'
  const held = rows.filter(({ state }) => state === 'open').length
  return rows.length < TRADES
    ? `${rows.length} trades on paper, ${held} of them open`
    : `The newest ${TRADES} trades on paper`
}
