/** Open sessions, one's own or, for an admin, everybody's, each with a way to end it. */

import type { SessionRow } from '#shared/contracts/api/access-rows.ts'
import { signOut, useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { agentInWords } from '../../../text/agent.ts'
import { RowButton } from '../../../parts/row-button.tsx'

const WAYS = {
  link: 'one-time link',
  passkey: 'passkey',
  recovery_code: 'recovery code',
  oidc: 'company sign-in',
} as const

const columns: Column<SessionRow>[] = [
  {
    head: 'Session',
    value: (row) => `${row.personName} ${agentInWords(row.agent)}`,
    cell: (row) => (
      <>
        <strong className="font-semibold" title={row.agent}>
          {agentInWords(row.agent)}
        </strong>
        {row.isThis && <span className="ml-2 text-12 font-medium text-up">● this one</span>}
        <span className="block text-12 text-muted">
          {row.personName}, by {WAYS[row.way]}
        </span>
      </>
    ),
  },
  { head: 'From', isWide: true, value: (row) => row.from, cell: (row) => row.from || '–' },
  {
    head: 'Began',
    isWide: true,
    value: (row) => row.createdAt,
    cell: (row) => <RealWhen at={row.createdAt} />,
  },
  {
    head: 'Last seen',
    value: (row) => row.lastSeenAt,
    cell: (row) => <RealWhen at={row.lastSeenAt} />,
  },
  {
    head: 'Ends',
    isWide: true,
    value: (row) => row.endsAt,
    cell: (row) => <RealWhen at={row.endsAt} />,
  },
]

const ending: Column<SessionRow> = {
  head: '',
  isNumber: true,
  value: () => null,
  cell: (row) =>
    row.isThis ? (
      <RowButton words="Sign out" label="Sign out of this session" change={signOut} />
    ) : (
      <RowButton
        words="End"
        label={`End the session of ${row.personName}, ${agentInWords(row.agent)}`}
        isRisky
        change={() => send('DELETE /api/access/sessions/:id', { id: row.sessionId })}
      />
    ),
}

export function SessionTable({ rows }: { rows: SessionRow[] }) {
  const mayEnd = useMayDo('DELETE /api/access/sessions/:id')
  return (
    <Table
      label="Sessions"
      rows={rows}
      columns={mayEnd ? [...columns, ending] : columns}
      keyOf={(row) => row.sessionId}
    />
  )
}
