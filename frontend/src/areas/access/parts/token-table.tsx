/** Tokens, one's own or, for an admin, everybody's, each with a way to revoke it. */

import type { TokenRow } from '#shared/contracts/api/access-rows.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { RowButton } from '../../../parts/row-button.tsx'

const scopeOf = (row: TokenRow) =>
  `${row.role}, ${row.areas.length === 0 ? 'all areas' : row.areas.join(', ')}`

function stateOf({ revokedAt, endsAt }: TokenRow): 'revoked' | 'run out' | 'works' {
  if (revokedAt !== null) return 'revoked'
  return endsAt !== null && Date.parse(endsAt) <= Date.now() ? 'run out' : 'works'
}

const columns: Column<TokenRow>[] = [
  {
    head: 'Token',
    value: (row) => row.name,
    cell: (row) => (
      <>
        <strong className="font-semibold break-words">{row.name}</strong>
        <span className="block text-12 text-muted">
          {row.personName}
          <span className="wide:hidden">, {scopeOf(row)}</span>
        </span>
      </>
    ),
  },
  { head: 'May do', isWide: true, value: scopeOf, cell: scopeOf },
  {
    head: 'State',
    value: stateOf,
    cell: (row) => (
      <span className={stateOf(row) === 'works' ? '' : 'text-muted'}>{stateOf(row)}</span>
    ),
  },
  {
    head: 'Made',
    isWide: true,
    value: (row) => row.createdAt,
    cell: (row) => <RealWhen at={row.createdAt} />,
  },
  {
    head: 'Last used',
    isWide: true,
    value: (row) => row.lastUsedAt,
    cell: (row) => <RealWhen at={row.lastUsedAt} />,
  },
  {
    head: 'Ends',
    isWide: true,
    value: (row) => row.endsAt,
    cell: (row) => <RealWhen at={row.endsAt} otherwise="when revoked" />,
  },
]

const revoking: Column<TokenRow> = {
  head: '',
  isNumber: true,
  value: () => null,
  cell: (row) =>
    stateOf(row) === 'works' && (
      <RowButton
        words="Revoke"
        label={`Revoke the token ${row.name}`}
        isRisky
        change={() => send('DELETE /api/access/tokens/:id', { id: row.tokenId })}
      />
    ),
}

export function TokenTable({ rows }: { rows: TokenRow[] }) {
  const mayRevoke = useMayDo('DELETE /api/access/tokens/:id')
  return (
    <Table
      label="API tokens"
      rows={rows}
      columns={mayRevoke ? [...columns, revoking] : columns}
      keyOf={(row) => row.tokenId}
    />
  )
}
