/** Every limit in force, with who set it so, when and why. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LimitChangeRow } from '#shared/contracts/api/limits.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { EditLimit } from './edit-limit.tsx'
import { limitNames, limitText, limitWords, recordedAs, type LimitName } from './limit-words.ts'

type Row = {
  name: LimitName
  value: number | string | null
  /** Undefined where none is among those that are known. */
  change: LimitChangeRow | undefined
  /** What stands in the place of a change that is not known. */
  otherwise: string
}

/** Of the changes that are looked through, the newest. */
const CHANGES_MAX = 500

function otherwiseOf(known: number | undefined): string {
  if (known === undefined) return 'not known'
  return known < CHANGES_MAX ? 'as it came' : `not among the newest ${CHANGES_MAX} changes`
}

export function LimitsInForce() {
  const limits = useQuery(read('GET /risk/limits', {}))
  const changes = useQuery(read('GET /risk/limits/changes', { limit: String(CHANGES_MAX) }))
  const maySet = useMayDo('PUT /risk/limits')
  const [edited, setEdited] = useState<Row>()
  return (
    <Panel title="Limits in force" query={limits} rows={12}>
      {(inForce) => {
        const rows = limitNames.map((name) => ({
          name,
          value: inForce[name],
          change: changes.data?.find((row) => row.name === recordedAs(name)),
          otherwise: otherwiseOf(changes.data?.length),
        }))
        return (
          <>
            <Table
              label="Limits in force"
              rows={rows}
              columns={columnsOf(maySet ? setEdited : undefined)}
              keyOf={(row) => row.name}
            />
            {edited && (
              <EditLimit
                name={edited.name}
                value={edited.value}
                onClose={() => setEdited(undefined)}
              />
            )}
          </>
        )
      }}
    </Panel>
  )
}

function columnsOf(onEdit: ((row: Row) => void) | undefined): Column<Row>[] {
  return [
    {
      head: 'Limit',
      value: ({ name }) => limitWords[name][0],
      cell: ({ name }) => limitWords[name][0],
    },
    {
      head: 'In force',
      isNumber: true,
      value: ({ value }) => (value === null ? null : Number(value)),
      cell: ({ name, value }) =>
        value === null ? (
          <strong className="text-warn">cannot be read</strong>
        ) : (
          <strong className="font-semibold">{limitText(name, value)}</strong>
        ),
    },
    {
      head: 'Before',
      isNumber: true,
      isWide: true,
      value: ({ change }) => (change ? String(change.before) : null),
      cell: ({ name, change }) => (change ? limitText(name, change.before) : '–'),
    },
    {
      head: 'Set by',
      isWide: true,
      value: ({ change }) => change?.changedBy ?? null,
      cell: ({ change, otherwise }) =>
        change ? (
          <span title={change.reason}>
            {change.changedBy}, <When at={change.at} />: {change.reason}
          </span>
        ) : (
          <span className="text-muted">{otherwise}</span>
        ),
    },
    ...(onEdit
      ? [
          {
            head: 'Change',
            value: () => null,
            cell: (row: Row) => (
              <Button
                isSmall
                aria-label={`Change: ${limitWords[row.name][0]}`}
                onClick={() => onEdit(row)}
              >
                Change
              </Button>
            ),
          },
        ]
      : []),
  ]
}
