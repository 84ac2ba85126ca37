/** How far a part goes, who said so, and the steps that there are. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShadowSetting as Setting } from '#shared/contracts/api/shadow.ts'
import { Button } from '../button.tsx'
import { When } from '../figures.tsx'
import { Panel } from '../panel.tsx'
import { EditShadow, type SaveShadow } from './edit-shadow.tsx'

/** A part's mode, and who set it so. */
export type StoodSo<Mode extends string> = { mode: Mode; changed: Setting['changed'] }

export type ShadowWords<Mode extends string> = {
  /** What the part is called where it is changed, and where its steps are listed. */
  name: string
  /** In their order, from the one that does least. */
  steps: Readonly<Record<Mode, string>>
  /** Its answer as the title; the question while it is not known. */
  titles: Readonly<Record<Mode | 'unknown', string>>
  /** What a step comes to, said to whoever is about to take it. */
  means?: Readonly<Partial<Record<Mode, string>>>
  never: string
}

type ShadowSettingProps<Mode extends string> = {
  words: ShadowWords<Mode>
  query: UseQueryResult<StoodSo<Mode>>
  maySet: boolean
  save: SaveShadow<Mode>
}

export function ShadowSetting<Mode extends string>({
  words,
  query,
  maySet,
  save,
}: ShadowSettingProps<Mode>) {
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
            {(Object.keys(words.steps) as Mode[]).map((mode) => (
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
