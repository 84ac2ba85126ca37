/** Everybody who may come in, each with their role. */

import type { Invitation, PersonRow } from '#shared/contracts/api/access-rows.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { RowButton } from '../../../parts/row-button.tsx'

type PersonTableProps = {
  rows: PersonRow[]
  onChange: (person: PersonRow) => void
  onInvitation: (invitation: Invitation) => void
}

const columns: Column<PersonRow>[] = [
  {
    head: 'Person',
    value: (row) => row.name,
    cell: (row) => (
      <>
        <strong className="font-semibold break-words">{row.name}</strong>
        <span className="block text-12 text-muted wide:hidden">
          {row.role}
          {row.disabled && ', locked out'}
        </span>
      </>
    ),
  },
  { head: 'Role', isWide: true, value: (row) => row.role, cell: (row) => row.role },
  {
    head: 'State',
    isWide: true,
    value: (row) => (row.disabled ? 'locked out' : 'may sign in'),
    cell: (row) =>
      row.disabled ? <span className="font-medium text-warn">locked out</span> : 'may sign in',
  },
  {
    head: 'Keys',
    isNumber: true,
    isWide: true,
    value: (row) => row.passkeys,
    cell: (row) => row.passkeys,
  },
  {
    head: 'Codes left',
    isNumber: true,
    isWide: true,
    value: (row) => row.recoveryCodesLeft,
    cell: (row) => row.recoveryCodesLeft,
  },
  {
    head: 'Last seen',
    isWide: true,
    value: (row) => row.lastSeenAt,
    cell: (row) => <RealWhen at={row.lastSeenAt} />,
  },
]

export function PersonTable({ rows, onChange, onInvitation }: PersonTableProps) {
  const mayChange = useMayDo('PUT /api/access/people/:id')
  const mayLink = useMayDo('POST /api/access/people/:id/link')
  const actions: Column<PersonRow> = {
    head: '',
    isNumber: true,
    value: () => null,
    cell: (row) => (
      <span className="inline-flex flex-wrap justify-end gap-1">
        {mayLink && (
          <RowButton
            words="New link"
            label={`New link for ${row.name}`}
            change={async () => onInvitation(await newLink(row))}
          />
        )}
        {mayChange && (
          <Button isSmall aria-label={`Change ${row.name}`} onClick={() => onChange(row)}>
            Change
          </Button>
        )}
      </span>
    ),
  }
  return (
    <Table
      label="Users and roles"
      rows={rows}
      columns={mayChange || mayLink ? [...columns, actions] : columns}
      keyOf={(row) => row.personId}
    />
  )
}

function newLink(person: PersonRow): Promise<Invitation> {
  return send('POST /api/access/people/:id/link', {
    id: person.personId,
    says: {
      does: `Make a link for ${person.name}`,
      consequences: [
        { what: `Whoever opens it is signed in as ${person.name}, with the role`, to: person.role },
        { what: 'It works once, and links made before for them stop working.' },
      ],
    },
  })
}
