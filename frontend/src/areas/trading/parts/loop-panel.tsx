/** What runs again and again, and when it last went well. */

import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import type { Status } from './standing-panel.tsx'

const names: Readonly<Record<string, string>> = {
  broker_reading: 'Reading of the broker’s account',
  order_updates: 'Stream of order updates',
  engine_round: 'Round of the engine',
  round: 'Round of the engine',
  fast: 'Stops of what moves fast',
  slow: 'Stops of all that is held',
  rebalance: 'Correlation and rebalance',
}

export function LoopPanel({ status }: { status: Status }) {
  return (
    <Panel
      title="Last good rounds"
      query={status}
      rows={3}
      empty={{ when: ({ loops }) => loops.length === 0, words: 'No loop has run yet.' }}
    >
      {({ loops }) => (
        <dl className="px-4 pb-3">
          {loops.map(({ loop, lastGoodAt }) => (
            <div
              key={loop}
              className="flex justify-between gap-4 border-b border-line py-1.5 last:border-0"
            >
              <dt title={loop}>{names[loop] ?? loop.replaceAll('_', ' ')}</dt>
              <dd className="text-right">
                {lastGoodAt ? <When at={lastGoodAt} /> : <span className="text-warn">not yet</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  )
}
