/** Whether strategies run in shadow, who said so, and the steps that there are. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StrategySetting as Setting } from '#shared/contracts/api/strategies.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { EditStrategies } from './edit-strategies.tsx'
import { STRATEGY_STEPS } from './strategy-words.ts'

export function StrategySetting() {
  const query = useQuery(read('GET /api/strategy-setting', {}))
  const [isEditing, setEditing] = useState(false)
  const maySet = useMayDo('PUT /risk/strategies')
  return (
    <Panel
      title={titleOf(query.data)}
      query={query}
      rows={2}
      aside={
        maySet && query.data ? (
          <Button isSmall onClick={() => setEditing(true)}>
            Change
          </Button>
        ) : undefined
      }
    >
      {(setting) => (
        <div className="px-4 pb-4">
          <ol className="space-y-1" aria-label="Steps of strategies">
            {Object.entries(STRATEGY_STEPS).map(([mode, words]) => (
              <li
                key={mode}
                aria-current={mode === setting.mode ? 'step' : undefined}
                className={mode === setting.mode ? 'font-medium' : 'text-muted'}
              >
                {mode === setting.mode ? '● ' : '○ '}
                {words}
              </li>
            ))}
          </ol>
          <p className="mt-2 max-w-prose text-12 text-muted">
            {setting.changed ? (
              <>
                Set by {setting.changed.by}, <When at={setting.changed.at} />: “
                {setting.changed.reason}”.
              </>
            ) : (
              'As installed; nobody changed it.'
            )}{' '}
            There is no step in which they trade: nothing they say reaches a recommendation or an
            order.
          </p>
          {isEditing && <EditStrategies setting={setting} onClose={() => setEditing(false)} />}
        </div>
      )}
    </Panel>
  )
}

/** One question, its answer as the title. */
function titleOf(setting: Setting | undefined): string {
  if (!setting) return 'Whether they run'
  return setting.mode === 'off'
    ? 'They are off: no strategy is asked'
    : 'They run in shadow: what they want is kept and followed on paper, and trades nothing'
}
