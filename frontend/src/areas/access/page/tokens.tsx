/** Tokens by which scripts ask the API, each with no more than it needs. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TokenRow } from '#shared/contracts/api/access-rows.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { NewToken } from '../parts/new-token.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'
import { TokenTable } from '../parts/token-table.tsx'

export function TokensPage() {
  const tokens = useQuery(read('GET /api/access/tokens', {}))
  const mayMake = useMayDo('POST /api/access/tokens')
  const [isMaking, setIsMaking] = useState(false)
  const [made, setMade] = useState<{ row: TokenRow; token: string }>()
  return (
    <>
      <h1 className="sr-only">API tokens</h1>
      <Panel
        title="API tokens"
        query={tokens}
        rows={3}
        aside={
          mayMake && (
            <Button isSmall look="main" onClick={() => setIsMaking(true)}>
              Make a token
            </Button>
          )
        }
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No token yet. A script sends one as “Authorization: Bearer …” and may do what you allow it, never more than you may.',
        }}
      >
        {(rows) => <TokenTable rows={rows} />}
      </Panel>
      {isMaking && (
        <NewToken
          onClose={() => setIsMaking(false)}
          onMade={(token) => {
            setIsMaking(false)
            setMade(token)
          }}
        />
      )}
      {made && (
        <ShownOnce
          title={`The token ${made.row.name}`}
          name="Token"
          secret={made.token}
          onClose={() => setMade(undefined)}
        >
          A script sends it with each request as <code>Authorization: Bearer</code> and the token.
          Keep it as you keep a password.
        </ShownOnce>
      )}
    </>
  )
}
