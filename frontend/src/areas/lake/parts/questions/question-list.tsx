/** Questions that are kept and those that come with the product; a press opens one and asks it. */

import { useState } from 'react'
import type { QuestionRow } from '#shared/contracts/api/lake.ts'
import { ShelfSearch } from '../search/shelf-search.tsx'
import { byArea } from './by-area.ts'

type QuestionListProps = {
  rows: readonly QuestionRow[]
  opened: string | undefined
  onOpen: (row: QuestionRow) => void
}

export function QuestionList({ rows, opened, onOpen }: QuestionListProps) {
  const [wanted, setWanted] = useState('')
  const groups = byArea(rows, wanted)
  return (
    <>
      <ShelfSearch label="Search questions" value={wanted} onChange={setWanted} />
      {groups.length === 0 && (
        <p className="px-4 pb-4 text-muted">
          {wanted ? `No question holds “${wanted}”.` : 'No question is kept yet.'}
        </p>
      )}
      {groups.map(({ area, words, rows: some }) => (
        <section key={area} aria-label={words} className="pb-2">
          <h3 className="px-4 pt-1 pb-0.5 text-12 font-medium text-muted">{words}</h3>
          <ul>
            {some.map((row) => (
              <li key={row.questionId}>
                <button
                  type="button"
                  aria-current={row.questionId === opened ? 'true' : undefined}
                  onClick={() => onOpen(row)}
                  className={`block w-full px-4 py-1 text-left hover:bg-ground ${row.questionId === opened ? 'bg-ground' : ''}`}
                >
                  <span
                    className={`block font-medium break-words ${row.questionId === opened ? 'text-accent' : ''}`}
                  >
                    {row.name}
                  </span>
                  {row.says && (
                    <span className="line-clamp-2 text-12 break-words text-muted">{row.says}</span>
                  )}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
