/** How trading was set before: each version with what it changed, by whom and why. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import {
  changedOf,
  textOf,
  textsOf,
  wordsOfSetting,
  type Config,
  type Texts,
} from './setting-words.ts'

const SHOWN = 20
/** Who set the first versions. */
const INSTALL = 'install'

export function ConfigHistory() {
  const query = useQuery(read('GET /api/trading/config/history', { limit: SHOWN + 1 }))
  return (
    <Panel
      title="Settings before"
      query={query}
      rows={4}
      className="lg:col-span-2"
      empty={{
        when: (rows) => rows.length === 0,
        words: 'No version is stored yet: the engine takes its first from the environment.',
      }}
    >
      {(rows) => (
        <ol
          aria-label="Versions of the settings"
          className="max-h-72 overflow-y-auto pb-2"
          tabIndex={0}
        >
          {rows.slice(0, SHOWN).map((row, place) => (
            <li key={row.version} className="border-b border-line px-4 py-2 last:border-0">
              <span className="font-medium">Version {row.version}</span>{' '}
              <span className="text-muted">
                by {row.changedBy}
                {/* What came with the installation is of the wall's time, not of a replay's. */}
                {row.changedBy !== INSTALL && (
                  <>
                    , <When at={row.changedAt} />
                  </>
                )}
                {row.reason && `: ${row.reason}`}
              </span>
              <Changes row={row} before={rows[place + 1]} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

function Changes({ row, before }: { row: Config; before: Config | undefined }) {
  if (!before) return <p className="text-12 text-muted">the first that is listed</p>
  const from = textsOf(before)
  const changed = changedOf(from, textsOf(row))
  return (
    <ul className="text-12">
      {Object.entries(changed).map(([name, value]) => (
        <li key={name} className="break-words">
          {wordsOfSetting(name)}:{' '}
          <span className="text-muted">{from[name as keyof Texts] || 'empty'} →</span>{' '}
          {textOf(value) || 'empty'}
        </li>
      ))}
    </ul>
  )
}
