/** What a press will do: a line each, with the value before and the value after where there are any. */

import type { Consequence } from '../api/step-up.ts'

export function Consequences({ list }: { list: readonly Consequence[] }) {
  return (
    <ul className="mt-3 list-disc space-y-1 pl-5">
      {list.map(({ what, from, to }) => (
        <li key={what}>
          {what}
          {to !== undefined && (
            <>
              : {from !== undefined && <span className="text-muted">{from} → </span>}
              <strong className="font-semibold">{to}</strong>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
