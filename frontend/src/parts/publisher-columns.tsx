/** What a table of publishers tells of each: who it is, how often prices bore it out, how far it is believed. */

import type { PublisherRecord } from '#shared/contracts/api/quality.ts'
import { count } from '../text/format.ts'
import { BorneOutShare } from './borne-out.tsx'
import type { Column } from './table.tsx'

export const publisherColumns: Column<PublisherRecord>[] = [
  {
    head: 'Publisher',
    value: (row) => row.domain,
    cell: (row) => (
      <>
        <span className="font-medium break-words">{row.name || row.domain}</span>
        <span className="block text-12 break-words text-muted">
          {row.domain}
          {row.owner !== row.domain && `, ${row.owner}`}
        </span>
      </>
    ),
  },
  {
    head: 'Borne out',
    isNumber: true,
    value: (row) => (row.tried === 0 ? null : row.borneOut / row.tried),
    cell: (row) => <BorneOutShare record={row} />,
  },
  {
    head: 'Documents',
    isNumber: true,
    isWide: true,
    value: (row) => row.documents,
    cell: (row) => count(row.documents),
  },
  {
    head: 'Believed',
    isNumber: true,
    isWide: true,
    value: (row) => row.credibility,
    cell: (row) => row.credibility.toFixed(2),
  },
]
