/** Strategies in shadow: what they want, what it made on paper, and whether learning their weights helps. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { count } from '../../../text/format.ts'
import { OwnFiles } from '../parts/own-files.tsx'
import { Records } from '../parts/records.tsx'
import { StrategyLists } from '../parts/strategy-lists.tsx'
import { StrategySetting } from '../parts/strategy-setting.tsx'
import { besideNumbers, besideTitle, ownNames } from '../parts/strategy-words.ts'
import { WeightsHistory } from '../parts/weights-history.tsx'

export function StrategiesPage() {
  const query = useQuery(read('GET /api/strategies', {}))
  return (
    <div className="space-y-4">
      <header>
        <h1 className="text-20 font-semibold">Strategies</h1>
        <p className="mt-1 max-w-prose text-muted">
          What momentum, mean reversion, news and their vote want of each ticker, and what that made
          on paper.
        </p>
      </header>
      <StrategySetting />
      <Panel
        title={query.data ? besideTitle(query.data.beside) : 'Does learning help?'}
        query={query}
      >
        {({ strategies, beside, newTrades, stepTakes }) => (
          <>
            <p className="max-w-prose px-4 pb-2 text-muted">
              {besideNumbers(beside)} Made a trade is what closed trades of two years made after
              costs, over what was paid; its interval draws runs of five days, and it is bold where
              chance alone does not explain it. Gains still held are not in it, and losses close
              first: a strategy may look worse than it is. {count(newTrades)} closed trades have not
              counted yet; a step takes {count(stepTakes)}.
            </p>
            <Records strategies={strategies} />
          </>
        )}
      </Panel>
      <OwnFiles query={query} />
      <WeightsHistory />
      <StrategyLists own={ownNames(query.data)} />
    </div>
  )
}
