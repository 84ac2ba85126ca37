/** How often two readers of the same document see the same company in another light. */

import { useQuery } from '@tanstack/react-query'
import type { HeldBack, ReaderPair } from '#shared/contracts/api/quality.ts'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count } from '../../../text/format.ts'

const rate = (head: string, of: (pair: ReaderPair) => number): Column<ReaderPair> => ({
  head,
  isNumber: true,
  value: (pair) => of(pair) / pair.pairs,
  cell: (pair) => `${((100 * of(pair)) / pair.pairs).toFixed(1)} %`,
})

const columns: Column<ReaderPair>[] = [
  {
    head: 'Readers',
    value: (pair) => `${pair.model} ${pair.other}`,
    cell: (pair) => `${pair.model}, after ${pair.other}`,
  },
  {
    head: 'Both read',
    isNumber: true,
    value: (pair) => pair.pairs,
    cell: (pair) => count(pair.pairs),
  },
  rate('Opposed', (pair) => pair.opposed),
  rate('One takes no side', (pair) => pair.unlike),
]

const heldColumns: Column<HeldBack>[] = [
  { head: 'Reader', value: ({ model }) => model, cell: ({ model }) => model },
  {
    head: 'Documents',
    isNumber: true,
    isWide: true,
    value: (row) => row.readings,
    cell: (row) => count(row.readings),
  },
  { head: 'Claims kept', isNumber: true, value: (row) => row.kept, cell: (row) => count(row.kept) },
  {
    head: 'Against the rules',
    isNumber: true,
    value: (row) => row.contradictsRules,
    cell: (row) => count(row.contradictsRules),
  },
  {
    head: 'No sentence',
    isNumber: true,
    isWide: true,
    value: (row) => row.noSentence,
    cell: (row) => count(row.noSentence),
  },
]

export function ReaderDisagreements() {
  const query = useQuery(read('GET /api/quality/disagreements', {}))
  return (
    <Panel
      title="Where readers of one document disagree"
      query={query}
      rows={2}
      empty={{
        when: ({ held }) => held.length === 0,
        words:
          'No document was read yet. What a model says that its text or the rules do not bear is counted here.',
      }}
    >
      {({ pairs, held }) => (
        <>
          <Table label="Held back" rows={held} columns={heldColumns} keyOf={({ model }) => model} />
          {pairs.length === 0 ? (
            <p className="max-w-prose px-4 py-2 text-muted">
              No document was read by two readers. One that is read again, by another reader or
              model, is compared here.
            </p>
          ) : (
            <Table
              label="Disagreements"
              rows={pairs}
              columns={columns}
              keyOf={({ model, other }) => `${model} ${other}`}
            />
          )}
        </>
      )}
    </Panel>
  )
}
