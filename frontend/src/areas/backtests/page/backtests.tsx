/** Every backtest, newest first, and the form that asks for one. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Older } from '../../../parts/older.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { AskRun } from '../parts/ask-run.tsx'
import { isOpen } from '../parts/backtest-words.ts'
import { runColumns } from '../parts/run-columns.tsx'

const SHOWN = 60
const LOOK_MS = 2_000

export function BacktestsPage() {
  const [after, setAfter] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const mayAsk = useMayDo('POST /api/trading/backtest')
  const listed = read('GET /api/trading/backtest', {
    limit: SHOWN,
    ...(after === undefined ? {} : { after }),
  })
  const query = useQuery({
    ...listed,
    refetchInterval: ({ state: { data } }) => (data?.some(isOpen) ? LOOK_MS : 15_000),
  })
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Backtests</h1>
      <Panel
        title="Backtests"
        query={query}
        rows={8}
        aside={
          mayAsk && (
            <Button look="main" onClick={() => setIsAsking(true)}>
              Ask for one
            </Button>
          )
        }
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No backtest yet. One runs a strategy over the prices that are stored, or does what was recommended at the time, and says what it would have made and how likely that is luck.',
        }}
      >
        {(rows) => (
          <>
            <Table label="Backtests" rows={rows} columns={runColumns} keyOf={(row) => row.runId} />
            <Older
              label="backtests"
              after={after}
              last={rows.length === SHOWN ? rows.at(-1)?.runId : undefined}
              onGo={setAfter}
            />
          </>
        )}
      </Panel>
      {isAsking && <AskRun onClose={() => setIsAsking(false)} />}
    </div>
  )
}
