/** The marks of a chart of prices as a table. */

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyMarks } from '#shared/contracts/api/company-insight.ts'
import { DocumentLink } from '../../../../parts/document-link.tsx'
import { When } from '../../../../parts/figures.tsx'
import { Table, type Column } from '../../../../parts/table.tsx'
import { wordsFor } from '../../../../text/codes.ts'
import { dollars, shares, signedScore } from '../../../../text/format.ts'

type Row = { key: string; at: string; kind: string; what: string; link: ReactNode; says: string }

const columns: Column<Row>[] = [
  { head: 'When', value: (row) => row.at, cell: (row) => <When at={row.at} /> },
  { head: 'Kind', value: (row) => row.kind, cell: (row) => row.kind },
  { head: 'What', value: (row) => row.what, cell: (row) => row.link },
  { head: 'Says', isWide: true, value: (row) => row.says, cell: (row) => row.says },
]

export function MarkTable({ marks }: { marks: CompanyMarks }) {
  return (
    <Table label="Marks" rows={rowsOf(marks)} columns={columns} keyOf={(row) => row.key} hasTools />
  )
}

function rowsOf(marks: CompanyMarks): Row[] {
  const rows = [
    ...marks.orders.map((one): Row => {
      const what = `${wordsFor(one.side)} ${shares(one.quantity)}`
      const says = one.filledPriceAvg
        ? `${shares(one.filledQuantity)} at ${dollars(one.filledPriceAvg)}`
        : wordsFor(one.state)
      const link = (
        <Link to="/orders/$id" params={{ id: one.orderId }} className="link">
          {what}
        </Link>
      )
      return { key: one.orderId, at: one.at, kind: 'Order', what, link, says }
    }),
    ...marks.advice.map((one): Row => {
      const what = `Recommended to ${one.action}`
      const says = `${wordsFor(one.mode)}, confidence ${one.confidence.toFixed(2)}`
      const link = (
        <Link to="/recommendations/$id" params={{ id: one.recommendationId }} className="link">
          {what}
        </Link>
      )
      return { key: one.recommendationId, at: one.generatedAt, kind: 'Advice', what, link, says }
    }),
    ...marks.events.map((one): Row => {
      const what = one.title || 'Untitled'
      const says = `${one.direction < 0 ? 'hurts' : one.direction > 0 ? 'helps' : 'moves'} it by ${one.score.toFixed(2)}`
      const link = (
        <Link to="/events/$id" params={{ id: one.globalEventId }} className="link">
          {what}
        </Link>
      )
      return { key: one.globalEventId, at: one.occurredAt, kind: 'Event', what, link, says }
    }),
    ...marks.documents.map((one): Row => {
      const what = one.title || 'Untitled'
      const says =
        one.sentimentScore === null
          ? wordsFor(one.status)
          : `${signedScore(one.sentimentScore)}, ${wordsFor(one.catalyst ?? 'other').toLowerCase()}`
      const link = (
        <DocumentLink id={one.documentId} className="link">
          {what}
        </DocumentLink>
      )
      return { key: one.documentId, at: one.publishedAt, kind: 'Document', what, link, says }
    }),
    ...marks.trend.map((one): Row => {
      const what = `Trend ${wordsFor(one.direction).toLowerCase()}`
      const says = `sentiment ${signedScore(one.sentimentMean)}, confidence ${one.confidence.toFixed(2)}`
      return { key: one.trendId, at: one.asOf, kind: 'Trend', what, link: what, says }
    }),
  ]
  return rows.sort((a, b) => b.at.localeCompare(a.at))
}
