/** Whether the signal engine runs, who said so, and the steps that there are. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EngineSetting as Setting } from '#shared/contracts/api/signal-engine.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { EditEngine } from './edit-engine.tsx'
import { ENGINE_STEPS, engineSteps } from './engine-steps.ts'

export function EngineSetting() {
  const query = useQuery(read('GET /api/signal-engine-setting', {}))
  const [isEditing, setEditing] = useState(false)
  const maySet = useMayDo('PUT /risk/signal-engine')
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
          <ol className="space-y-1" aria-label="Steps of the signal engine">
            {engineSteps.map((mode) => (
              <li
                key={mode}
                aria-current={mode === setting.mode ? 'step' : undefined}
                className={mode === setting.mode ? 'font-medium' : 'text-muted'}
              >
                {mode === setting.mode ? '● ' : '○ '}
                {ENGINE_STEPS[mode]}
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
            There is no step in which it trades: nothing it says reaches a recommendation or an
            order.
          </p>
          {isEditing && <EditEngine setting={setting} onClose={() => setEditing(false)} />}
        </div>
      )}
    </Panel>
  )
}

/** One question, its answer as the title. */
function titleOf(setting: Setting | undefined): string {
  if (!setting) return 'Whether it runs'
  return setting.mode === 'off'
    ? 'It is off: nothing is evaluated'
    : 'It runs in shadow: what it says is kept, and trades nothing'
}
