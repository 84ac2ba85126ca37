/** Checks with the number found and the limit it was held against. */

import { wordsFor } from '../text/codes.ts'
import { readChecks, type Check } from './read-checks.ts'

const mark = (passed: boolean | null) => (passed === null ? '·' : passed ? '✓' : '✗')
const look = (passed: boolean | null) =>
  passed === null ? 'text-muted' : passed ? 'text-up' : 'text-down'

export function Checks({ checks }: { checks: unknown }) {
  const rows = readChecks(checks, wordsFor)
  if (rows.length === 0) return <p className="px-4 pb-4 text-muted">No number was compared.</p>
  return (
    <div className="pb-2">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-12 text-muted">
            <th scope="col" className="h-8 px-4 text-left font-medium">
              Check
            </th>
            <th scope="col" className="h-8 px-2 text-right font-medium">
              Found
            </th>
            <th scope="col" className="h-8 px-4 text-right font-medium">
              Limit
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((check) => (
            <Row key={check.name} check={check} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ check: { name, what, found, limit, passed } }: { check: Check }) {
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="h-8 w-1/2 py-1 pr-2 pl-4 text-left align-baseline font-normal">
        <span
          className={`mr-2 font-semibold ${look(passed)}`}
          aria-label={passed === null ? 'told' : passed ? 'passed' : 'failed'}
        >
          {mark(passed)}
        </span>
        <span title={name}>{what}</span>
      </th>
      <td className="px-2 text-right align-baseline break-words">{found}</td>
      <td className="px-4 text-right align-baseline text-muted">{limit}</td>
    </tr>
  )
}
