/** What a table of checks shows of each: how often it stopped a purchase, and what that saved or cost. */

import type { AnswerOf } from '#shared/contracts/api/route.ts'
import type { checkRoutes } from '#shared/contracts/api/trading-checks.ts'
import { SignedMoney } from '../../../parts/figures.tsx'
import type { Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count, signedDollars } from '../../../text/format.ts'

type Row = AnswerOf<(typeof checkRoutes)['GET /api/trading/checks']>['checks'][number]

const none = <span className="text-muted">–</span>
const kinds = {
  skipped: 'not bought',
  suppressed: 'not recommended',
  clipped: 'bought smaller',
} as const
const verdicts = {
  saved: 'It saved',
  cost: 'It cost',
  unclear: 'Not clear',
  too_few: 'Too few ended',
} as const

export const checkColumns: Column<Row>[] = [
  {
    head: 'Check',
    value: (row) => wordsFor(row.check),
    cell: (row) => (
      <>
        {wordsFor(row.check)}
        <span className="block text-12 text-muted">{kinds[row.kind]}</span>
      </>
    ),
  },
  {
    head: 'Stopped',
    isNumber: true,
    value: (row) => row.stopped,
    cell: (row) => count(row.stopped),
  },
  {
    head: 'Ended',
    isNumber: true,
    isWide: true,
    value: (row) => row.ended,
    cell: (row) => count(row.ended),
  },
  {
    head: 'Not ended',
    isNumber: true,
    isWide: true,
    value: (row) => row.open,
    cell: (row) => count(row.open),
  },
  {
    head: 'No price',
    isNumber: true,
    isWide: true,
    value: (row) => row.unpriced,
    cell: (row) => count(row.unpriced),
  },
  {
    head: 'Saved',
    isNumber: true,
    value: (row) => row.saved,
    cell: (row) => (
      <>
        {row.saved === null ? none : <SignedMoney amount={row.saved} />}
        {row.interval && (
          <span className="block text-12 text-muted wide:hidden">
            {signedDollars(row.interval.from)}
            <br />
            to {signedDollars(row.interval.to)}
          </span>
        )}
      </>
    ),
  },
  {
    head: '95 % interval',
    isNumber: true,
    isWide: true,
    value: (row) => row.interval?.from ?? null,
    cell: (row) =>
      row.interval
        ? `${signedDollars(row.interval.from)} to ${signedDollars(row.interval.to)}`
        : none,
  },
  {
    head: 'Verdict',
    value: (row) => row.verdict,
    cell: (row) => (
      <span
        className={
          row.verdict === 'saved' ? 'text-up' : row.verdict === 'cost' ? 'text-down' : 'text-muted'
        }
      >
        {verdicts[row.verdict]}
      </span>
    ),
  },
]
