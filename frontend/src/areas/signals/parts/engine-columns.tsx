/** Columns of the signal engine's list: two pipelines a ticker, and where they differ. */

import { Link } from '@tanstack/react-router'
import type { EngineRow } from '#shared/contracts/api/signal-engine.ts'
import { SignedShare, When } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { ByChance, ByScores, standingOf } from './pipelines.tsx'

export const engineColumns: Column<EngineRow>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <Link
        to="/signal-engine/$ticker"
        params={{ ticker: row.ticker }}
        className="link font-semibold"
      >
        {row.ticker}
      </Link>
    ),
  },
  {
    head: 'By scores',
    value: (row) => row.heuristicTotal,
    cell: (row) => <ByScores row={row} />,
  },
  { head: 'By chance', value: (row) => row.up, cell: (row) => <ByChance row={row} /> },
  {
    head: 'Both',
    value: standingOf,
    cell: (row) => (
      <span className={row.agreement === true ? 'text-muted' : 'text-warn'}>{standingOf(row)}</span>
    ),
  },
  {
    head: 'Market',
    isWide: true,
    value: (row) => row.regime,
    cell: (row) => wordsFor(row.regime),
  },
  {
    head: 'In 5 sessions',
    isWide: true,
    isNumber: true,
    value: (row) => row.moved,
    cell: (row) => (row.moved === null ? '' : <SignedShare share={row.moved} />),
  },
  {
    head: 'Session',
    isWide: true,
    value: (row) => row.sessionDate,
    cell: (row) => row.sessionDate ?? 'none',
  },
  {
    head: 'Made',
    isWide: true,
    isNumber: true,
    value: (row) => row.evaluatedAt,
    cell: (row) => <When at={row.evaluatedAt} />,
  },
]
