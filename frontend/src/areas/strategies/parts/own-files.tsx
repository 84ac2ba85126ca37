/** Files with strategies of one's own: what each is called, and what is wrong with it. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'

type Row = StrategyBoard['own'][number]

const columns: Column<Row>[] = [
  {
    head: 'File',
    value: ({ file }) => file,
    cell: ({ file }) => <span className="font-medium break-all whitespace-normal">{file}</span>,
  },
  {
    head: 'Strategy',
    value: ({ name }) => name,
    cell: ({ name, summary }) => (
      <>
        {name ?? <span className="text-muted">–</span>}
        <span className="hidden max-w-80 text-12 whitespace-normal text-muted md:block">
          {summary}
        </span>
      </>
    ),
  },
  {
    head: 'Is',
    value: (row) => stateOf(row),
    cell: (row) => (
      <>
        <span className={row.fault !== null && row.goneAt === null ? 'text-down' : undefined}>
          {stateOf(row)}
        </span>
        {row.fault !== null && (
          <span className="block max-w-prose text-12 whitespace-normal text-muted">
            {row.fault}
          </span>
        )}
      </>
    ),
  },
  {
    head: 'Since',
    isWide: true,
    value: ({ foundAt, goneAt }) => goneAt ?? foundAt,
    cell: ({ foundAt, goneAt }) => <When at={goneAt ?? foundAt} />,
  },
]

/** Nothing where there never was one. */
export function OwnFiles({ query }: { query: UseQueryResult<StrategyBoard> }) {
  if (!query.data || query.data.own.length === 0) return null
  return (
    <Panel title={titleOf(query.data.own)} query={query}>
      {({ own }) => (
        <Table label="Files of your own" rows={own} columns={columns} keyOf={({ file }) => file} />
      )}
    </Panel>
  )
}

function stateOf({ fault, goneAt }: Row): string {
  if (goneAt !== null) return 'gone'
  return fault === null ? 'asked' : 'broken'
}

function titleOf(files: readonly Row[]): string {
  const broken = files.filter((file) => stateOf(file) === 'broken').map(({ file }) => file)
  if (broken.length > 0) return `${broken.join(', ')} cannot be asked`
  const asked = files.filter((file) => stateOf(file) === 'asked').length
  return `${count(asked)} strategies of your own are asked`
}
