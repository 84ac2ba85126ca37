/** One's own keys and recovery codes, and the sessions that are open. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { AddKey } from '../parts/add-key.tsx'
import { KeyTable } from '../parts/key-table.tsx'
import { NewCodes } from '../parts/new-codes.tsx'
import { SessionTable } from '../parts/session-table.tsx'

export function KeysPage() {
  const keys = useQuery(read('GET /api/access/passkeys', {}))
  const sessions = useQuery(read('GET /api/access/sessions', {}))
  const [asks, setAsks] = useState<'key' | 'codes'>()
  const mayAdd = useMayDo('POST /api/access/passkeys')
  const mayMakeCodes = useMayDo('POST /api/access/recovery-codes')
  const close = () => setAsks(undefined)
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Keys and sessions</h1>
      <Panel
        title="Your keys"
        query={keys}
        rows={3}
        aside={
          <span className="flex flex-wrap gap-2">
            {mayMakeCodes && (
              <Button isSmall onClick={() => setAsks('codes')}>
                New recovery codes
              </Button>
            )}
            {mayAdd && (
              <Button isSmall look="main" onClick={() => setAsks('key')}>
                Add a key
              </Button>
            )}
          </span>
        }
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No key yet. A passkey signs you in without a link, and confirms what raises risk. Add one on every device you use.',
        }}
      >
        {(rows) => <KeyTable rows={rows} />}
      </Panel>
      <Panel title="Sessions" query={sessions} rows={3}>
        {(rows) => <SessionTable rows={rows} />}
      </Panel>
      {asks === 'key' && <AddKey held={keys.data?.length ?? 0} onClose={close} />}
      {asks === 'codes' && <NewCodes onClose={close} />}
    </div>
  )
}
