/** One's own passkeys. */

import type { PasskeyRow } from '#shared/contracts/api/access-rows.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { RowButton } from '../../../parts/row-button.tsx'

export function KeyTable({ rows }: { rows: PasskeyRow[] }) {
  const mayRemove = useMayDo('DELETE /api/access/passkeys/:id')
  const columns: Column<PasskeyRow>[] = [
    {
      head: 'Key',
      value: (row) => row.name,
      cell: (row) => <strong className="font-semibold break-words">{row.name}</strong>,
    },
    {
      head: 'Kept',
      isWide: true,
      value: (row) => String(row.isSynced),
      cell: (row) => (row.isSynced ? 'synced between devices' : 'on this one device'),
    },
    {
      head: 'Added',
      isWide: true,
      value: (row) => row.createdAt,
      cell: (row) => <RealWhen at={row.createdAt} />,
    },
    {
      head: 'Last used',
      value: (row) => row.lastUsedAt,
      cell: (row) => <RealWhen at={row.lastUsedAt} />,
    },
    ...(mayRemove ? [removal(rows.length)] : []),
  ]
  return <Table label="Your keys" rows={rows} columns={columns} keyOf={(row) => row.passkeyId} />
}

function removal(held: number): Column<PasskeyRow> {
  return {
    head: '',
    isNumber: true,
    value: () => null,
    cell: (row) => (
      <RowButton
        words="Remove"
        label={`Remove the key ${row.name}`}
        isRisky
        change={() =>
          send('DELETE /api/access/passkeys/:id', {
            id: row.passkeyId,
            says: {
              does: `Remove the key ${row.name}`,
              consequences: [
                { what: 'Keys that sign you in', from: String(held), to: String(held - 1) },
                { what: `${row.name} no longer signs you in or confirms anything.` },
              ],
            },
          })
        }
      />
    ),
  }
}
