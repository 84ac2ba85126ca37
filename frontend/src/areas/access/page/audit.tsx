/** Who changed what, when, from where, and why. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Empty, Panel } from '../../../parts/panel.tsx'
import { ActorFilter } from '../parts/actor-filter.tsx'
import { AuditList } from '../parts/audit-list.tsx'
import { ChainState } from '../parts/chain-state.tsx'
import { NotYours } from '../../../parts/not-yours.tsx'

const ROWS = 50

export function AuditPage() {
  const mayRead = useMayDo('GET /api/audit')
  const [actor, setActor] = useState('')
  /** Where each page begins, after the newest one. */
  const [starts, setStarts] = useState<readonly string[]>([])
  const after = starts.at(-1) ?? ''
  const query = useQuery({
    ...read('GET /api/audit', { limit: ROWS, actor, after }),
    enabled: mayRead,
  })
  if (!mayRead) return <NotYours what="Audit" role="an operator" />
  const names = [...new Set(query.data?.map((row) => row.actor))].filter((name) => name !== '')
  const oldest = query.data?.length === ROWS ? query.data.at(-1) : undefined
  return (
    <>
      <h1 className="sr-only">Audit</h1>
      <Panel
        title="Audit"
        query={query}
        rows={8}
        aside={
          <ActorFilter
            names={names}
            onChoose={(name) => {
              setActor(name)
              setStarts([])
            }}
          />
        }
      >
        {(rows) => (
          <>
            <ChainState />
            {rows.length === 0 && <Empty>{emptyWords(actor)}</Empty>}
            <AuditList rows={rows} />
            <div className="flex justify-end gap-2 px-4 py-3">
              {after !== '' && (
                <Button isSmall onClick={() => setStarts(starts.slice(0, -1))}>
                  Newer
                </Button>
              )}
              {oldest && (
                <Button isSmall onClick={() => setStarts([...starts, String(oldest.auditId)])}>
                  Older
                </Button>
              )}
            </div>
          </>
        )}
      </Panel>
    </>
  )
}

function emptyWords(actor: string): string {
  if (actor !== '') return `No change by “${actor}”. The whole name is asked for.`
  return 'No change yet. Each one that a person, a script or a service makes leaves a row here, refused ones too.'
}
