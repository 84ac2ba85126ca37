/** What of the world a company hangs on, and every version of that with who made it when. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExposureProfile } from '#shared/contracts/api/registry-exposures.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { When } from '../../../parts/figures.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent } from '../../../text/format.ts'
import { EditExposure } from './edit-exposure.tsx'

export function ExposurePanel({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /registry/companies/:id/exposures', { id: ticker }))
  const mayChange = useMayDo('PUT /registry/companies/:id/exposures')
  const [isEditing, setIsEditing] = useState(false)
  const newest = query.data?.[0]
  const current = newest?.isWithdrawn ? undefined : newest
  return (
    <Panel
      title="Exposure profile"
      query={query}
      rows={4}
      aside={
        mayChange &&
        query.data && (
          <Button isSmall onClick={() => setIsEditing(true)}>
            {current ? 'Change' : 'Write one'}
          </Button>
        )
      }
    >
      {(versions) => (
        <div className="space-y-3 px-4 pb-4">
          {current ? (
            <Profile profile={current} />
          ) : (
            <p className="text-muted">
              None. Events of the world reach a company by its regions, its inputs and what it
              produces.
            </p>
          )}
          {versions.length > 0 && <History versions={versions} />}
          {isEditing && (
            <EditExposure ticker={ticker} current={current} onClose={() => setIsEditing(false)} />
          )}
        </div>
      )}
    </Panel>
  )
}

function Profile({ profile }: { profile: ExposureProfile }) {
  const regions = Object.entries(profile.revenueRegions).sort(([, a], [, b]) => b - a)
  const lines = [
    ['Reach', wordsFor(profile.marketPosition)],
    ['Revenue', regions.map(([region, share]) => `${region} ${percent(share)}`).join(', ')],
    ['Supplied from', profile.supplyRegions.join(', ')],
    ['Needs', profile.keyInputs.join(', ')],
    ['Produces', profile.produces.join(', ')],
  ] as const
  return (
    <dl className="space-y-1">
      {lines.map(([name, words]) => (
        <div key={name} className="grid grid-cols-[7rem_1fr] gap-2">
          <dt className="text-muted">{name}</dt>
          <dd className="break-words">{words || <span className="text-muted">not told</span>}</dd>
        </div>
      ))}
    </dl>
  )
}

function History({ versions }: { versions: readonly ExposureProfile[] }) {
  return (
    <details>
      <summary className="text-12 text-muted">
        {versions.length} {versions.length === 1 ? 'version' : 'versions'}
      </summary>
      <ol className="mt-2 space-y-3">
        {versions.map((row) => (
          <li key={row.version} className="border-l-2 border-line pl-3">
            <p className="text-12 text-muted">
              Version {row.version}
              {row.isCurrent ? ', current' : ''}, by {row.changedBy}, <When at={row.changedAt} />
              {row.reason && <>: {row.reason}</>}
            </p>
            {row.isWithdrawn ? <p>Withdrawn</p> : <Profile profile={row} />}
          </li>
        ))}
      </ol>
    </details>
  )
}
