/** What stands beside the editor: questions to open, and tables to ask. Folded away in a narrow window. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { LakeAnswer, QuestionRow } from '#shared/contracts/api/lake.ts'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { QuestionList } from './questions/question-list.tsx'
import { TableBrowser } from './table-browser.tsx'

const TABS = [
  ['questions', 'Questions'],
  ['tables', 'Tables'],
] as const

type ShelfProps = {
  lake: UseQueryResult<LakeAnswer>
  questions: UseQueryResult<QuestionRow[]>
  opened: string | undefined
  onOpen: (row: QuestionRow) => void
  onInsert: (name: string) => void
  /** By keyboard the way to the statement is long: past every question. */
  onSkip: () => void
}

export function Shelf({ lake, questions, opened, onOpen, onInsert, onSkip }: ShelfProps) {
  const [tab, setTab] = useState<(typeof TABS)[number][0]>('questions')
  const [isOpen, setIsOpen] = useState(false)
  const aside = (
    <span className="flex items-center gap-4">
      <Choices
        label="What stands here"
        choices={TABS}
        chosen={tab}
        onChoose={(chosen) => {
          setTab(chosen)
          setIsOpen(true)
        }}
      />
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="link h-7 text-12 lg:hidden"
      >
        {isOpen ? 'Fold' : 'Show'}
      </button>
    </span>
  )
  const inside = `${isOpen ? '' : 'max-lg:hidden'} max-h-[60vh] overflow-y-auto lg:max-h-[calc(100dvh-9rem)]`
  return (
    <div className="min-w-0 lg:sticky lg:top-16 lg:self-start">
      <button
        type="button"
        onClick={onSkip}
        className="sr-only focus:not-sr-only focus:mb-2 focus:block focus:rounded focus:border focus:border-line focus:bg-surface focus:px-3 focus:py-1.5"
      >
        Skip to the statement
      </button>
      {tab === 'questions' ? (
        <Panel title="To ask" query={questions} rows={8} aside={aside}>
          {(rows) => (
            <div className={inside}>
              <QuestionList
                rows={rows}
                opened={opened}
                onOpen={(row) => {
                  setIsOpen(false)
                  onOpen(row)
                }}
              />
            </div>
          )}
        </Panel>
      ) : (
        <Panel
          title="To ask"
          query={lake}
          rows={8}
          aside={aside}
          empty={{
            when: ({ tables }) => tables.length === 0,
            words:
              'The lake is empty. Facts come into it within seconds of what they tell of; `stonks lake backfill` brings those of before.',
          }}
        >
          {({ tables }) => (
            <div className={inside}>
              <TableBrowser tables={tables} onInsert={onInsert} />
            </div>
          )}
        </Panel>
      )}
    </div>
  )
}
