/** Turns the pages of a long list. */

import { count } from '../text/format.ts'
import { Button } from './button.tsx'
import type { RowPage } from './page-of.ts'

type PageTurnerProps = {
  /** What the rows are. */
  label: string
  shown: RowPage<unknown>
  of: number
  onTurn: (page: number) => void
}

export function PageTurner({ label, shown, of, onTurn }: PageTurnerProps) {
  const { page, pages, from, to } = shown
  if (pages < 2) return null
  return (
    <nav aria-label={`Pages of ${label}`} className="flex items-center gap-2 px-4 py-2">
      <Button isSmall disabled={page === 0} onClick={() => onTurn(page - 1)}>
        Previous
      </Button>
      <Button isSmall disabled={page === pages - 1} onClick={() => onTurn(page + 1)}>
        Next
      </Button>
      <span className="text-muted" aria-live="polite">
        {count(from)} to {count(to)} of {count(of)}
      </span>
    </nav>
  )
}
