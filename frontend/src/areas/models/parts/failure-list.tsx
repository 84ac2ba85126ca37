/** What went wrong, by reader and code. */

import { Code } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'
import type { Compared } from './reader-columns.tsx'

export function FailureList({ readers }: { readers: readonly Compared[] }) {
  const all = readers.flatMap(({ id, name, figures }) =>
    figures.failures.map(({ code, times }) => ({ key: `${id} ${code}`, name, code, times })),
  )
  if (all.length === 0) return null
  return (
    <ul aria-label="What went wrong" className="space-y-1 px-4 pt-2 pb-4">
      {all.map(({ key, name, code, times }) => (
        <li key={key} className="break-words">
          {count(times)} × <Code code={code} /> <span className="text-12 text-muted">{name}</span>
        </li>
      ))}
    </ul>
  )
}
