/** Goes through a long list that the server cuts: on to the next rows, and back to the first. */

import { Button } from './button.tsx'

type OlderProps = {
  /** What the rows are. */
  label: string
  /** Rows stand by their names, not by moments. */
  isByName?: boolean
  /** The row the shown ones go on after. */
  after: string | undefined
  /** The last row shown, where there may be more. */
  last: string | undefined
  onGo: (after: string | undefined) => void
}

export function Older({ label, isByName = false, after, last, onGo }: OlderProps) {
  if (after === undefined && last === undefined) return null
  return (
    <nav aria-label={`Pages of ${label}`} className="flex justify-end gap-2 px-4 py-3">
      {after !== undefined && (
        <Button isSmall onClick={() => onGo(undefined)}>
          {isByName ? 'First' : 'Newest'}
        </Button>
      )}
      {last !== undefined && (
        <Button isSmall onClick={() => onGo(last)}>
          {isByName ? 'Next' : 'Older'}
        </Button>
      )}
    </nav>
  )
}
