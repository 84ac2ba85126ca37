/** Whether a part runs in shadow, who said so, and the steps that there are. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShadowSetting as Setting } from '#shared/contracts/api/shadow.ts'
import { Button } from '../button.tsx'
import { When } from '../figures.tsx'
import { Panel } from '../panel.tsx'
import { EditShadow, shadowModes, type SaveShadow, type ShadowMode } from './edit-shadow.tsx'

export type ShadowWords = {
  /** What the part is called where it is changed, and where its steps are listed. */
  name: string
  steps: Readonly<Record<ShadowMode, string>>
  /** Its answer as the title; the question while it is not known. */
  titles: Readonly<Record<ShadowMode | 'unknown', string>>
  never: string
}

type ShadowSettingProps = {
  words: ShadowWords
  query: UseQueryResult<Setting>
  maySet: boolean
  save: SaveShadow
}

export function ShadowSetting({ words, query, maySet, save }: ShadowSettingProps) {
  const [isEditing, setEditing] = useState(false)
  return (
    <Panel
      title={words.titles[query.data?.mode ?? 'unknown']}
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
          <ol className="space-y-1" aria-label={`Steps of ${words.name}`}>
            {shadowModes.map((mode) => (
              <li
                key={mode}
                aria-current={mode === setting.mode ? 'step' : undefined}
                className={mode === setting.mode ? 'font-medium' : 'text-muted'}
              >
                {mode === setting.mode ? '● ' : '○ '}
                {words.steps[mode]}
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
            {words.never}
          </p>
          {isEditing && (
            <EditShadow
              words={words}
              setting={setting}
              save={save}
              onClose={() => setEditing(false)}
            />
          )}
        </div>
      )}
    </Panel>
  )
}
