/** The settings of a source, for who may not change them. */

import type { SourcePage } from '#shared/contracts/api/sources.ts'
import { settingsOf, toForm } from './settings.ts'

export function SettingsShown({ told: { source, config } }: { told: SourcePage }) {
  const form = toForm(source.sourceType, config)
  return (
    <dl className="space-y-2 px-4 pb-4">
      {settingsOf(source.sourceType, config).map(({ name, words }) => (
        <div key={name}>
          <dt className="text-12 text-muted">{words}</dt>
          <dd className="break-words">
            {form[name] || <span className="text-muted">not set</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
