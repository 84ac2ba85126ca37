/** Goes through a long list that the server cuts: on to older rows, and back to the newest. */

import { Button } from './button.tsx'

type OlderProps = {
  /** What the rows are. */
  label: string
  /** The row the shown ones go on after. */
  after: string | undefined
  /** The last row shown, where there may be more. */
  last: string | undefined
  onGo: (after: string | undefined) => void
}

export function Older({ label, after, last, onGo }: OlderProps) {
  if (after === undefined && last === undefined) return null
  return (
    <nav aria-label={`Pages of ${label}`} className="flex justify-end gap-2 px-4 py-3">
      {after !== undefined && (
        <Button isSmall onClick={() => onGo(undefined)}>
          Newest
        </Button>
      )}
      {last !== undefined && (
        <Button isSmall onClick={() => onGo(last)}>
          Older
        </Button>
      )}
    </nav>
  )
}
