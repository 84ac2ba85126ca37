/** Which layers of signals speak in trends, how loud, and who set them so. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LayerRow } from '#shared/contracts/api/layers.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { percent } from '../../../text/format.ts'
import { EditLayer } from './edit-layer.tsx'

const NAMES = { macro: 'World', competitive: 'Rivals' } as const
const SAYS = {
  macro: 'events of the world, by what the company hangs on',
  competitive: 'news of rivals, by what came of such news before',
} as const

export function LayerSwitches() {
  const query = useQuery(read('GET /api/layers', {}))
  const [editing, setEditing] = useState<LayerRow>()
  const maySet = useMayDo('PUT /risk/layers')
  return (
    <Panel title={titleOf(query.data?.layers)} query={query} rows={3}>
      {({ layers: rows }) => (
        <>
          <Table
            label="Layers of signals"
            rows={rows}
            columns={columnsOf(maySet ? setEditing : undefined)}
            keyOf={({ layer }) => layer}
          />
          {editing && (
            <EditLayer
              row={editing}
              name={NAMES[editing.layer]}
              onClose={() => setEditing(undefined)}
            />
          )}
        </>
      )}
    </Panel>
  )
}

/** One question, its answer as the title. */
function titleOf(rows: readonly LayerRow[] | undefined): string {
  if (!rows) return 'Layers of signals'
  const off = rows.filter(({ speaks }) => !speaks).map(({ layer }) => NAMES[layer])
  if (off.length === 0) return 'Layers: all of them speak in trends'
  return `Layers: ${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} left out of trends`
}

function stateOf({ speaks, enabled, weight }: LayerRow): string {
  if (speaks) return 'speaks'
  if (enabled === null || weight === null) return 'off: what is set cannot be read'
  return enabled ? 'off: it weighs nothing' : 'off'
}

function columnsOf(onEdit: ((row: LayerRow) => void) | undefined): Column<LayerRow>[] {
  const columns: Column<LayerRow>[] = [
    {
      head: 'Layer',
      value: ({ layer }) => NAMES[layer],
      cell: ({ layer }) => (
        <>
          {NAMES[layer]}
          <span className="hidden text-12 text-muted sm:block">{SAYS[layer]}</span>
        </>
      ),
    },
    {
      head: 'In trends',
      value: stateOf,
      cell: (row) => <span className={row.speaks ? '' : 'text-warn'}>{stateOf(row)}</span>,
    },
    {
      head: 'Weight',
      isNumber: true,
      value: ({ weight }) => weight,
      cell: ({ weight }) => (weight === null ? '–' : percent(weight)),
    },
    {
      head: 'Set by',
      isWide: true,
      value: ({ changed }) => changed?.by ?? '',
      cell: ({ changed }) =>
        changed ? (
          <span title={changed.reason}>
            {changed.by}, <When at={changed.at} />
            <span className="block text-12 text-muted">{changed.reason}</span>
          </span>
        ) : (
          <span className="text-muted">the environment</span>
        ),
    },
  ]
  if (!onEdit) return columns
  const change: Column<LayerRow> = {
    head: '',
    value: () => null,
    cell: (row) => (
      <Button isSmall onClick={() => onEdit(row)} aria-label={`Change ${NAMES[row.layer]}`}>
        Change
      </Button>
    ),
  }
  return [...columns, change]
}
