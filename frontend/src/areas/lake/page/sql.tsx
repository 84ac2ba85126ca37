/** Any question to the lake, in SQL: what there is to ask, what others asked, the statement, its answer. */

import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { QuestionRow } from '#shared/contracts/api/lake.ts'
import { read } from '../../../api/read.ts'
import { exact } from '../../../text/format.ts'
import { BesideLinks } from '../../../parts/beside-links.tsx'
import { AnswerPanel, type Shape } from '../parts/answer/answer-panel.tsx'
import { useAsking } from '../parts/ask/use-asking.ts'
import { fitChart } from '../parts/chart/choose-chart.ts'
import type { EditorHandle } from '../parts/editor/statement-editor.tsx'
import { QuestionActions } from '../parts/questions/question-actions.tsx'
import { Shelf } from '../parts/shelf.tsx'
import { StatementAside } from '../parts/statement-aside.tsx'
import { StatementPanel } from '../parts/statement-panel.tsx'
import { useOpened } from '../parts/use-opened.ts'
import { usePlace } from '../parts/use-place.ts'

const ROWS_FIRST = 1_000
const ROWS_MOST = 10_000

export function SqlPage() {
  const lake = useQuery({ ...read('GET /api/lake', {}), refetchInterval: 60_000 })
  const list = useQuery(read('GET /api/questions', {}))
  const { state, answered, ask, giveUp, clear } = useAsking()
  const [shape, setShape] = useState<Shape & { of: string | undefined }>()
  const editor = useRef<EditorHandle>(null)
  const { opened, newer, isMissing, setOpened, id } = useOpened(list)
  const place = usePlace(opened?.statement)
  const engine = place.engine === 'trino' ? 'trino' : 'duckdb'
  const look: Shape = shape?.of === id && shape ? shape : shapeOf(opened)

  const askFor = (statement: string, rowsMax: number) => {
    if (statement.trim() === '') return
    place.keep(statement)
    // Another statement than the question's goes by no name of it.
    const name = statement === opened?.statement ? opened.name : ''
    void ask({ name, statement, engine, rowsMax })
  }
  const open = (row: QuestionRow) => {
    setOpened(row)
    place.move({ question: row.questionId, engine: place.engine })
    setShape({ ...shapeOf(row), of: row.questionId })
    void ask({ name: row.name, statement: row.statement, engine, rowsMax: ROWS_FIRST })
  }
  /** It was saved, or read anew: what is shown stays. */
  const take = (row: QuestionRow) => {
    setOpened(row)
    place.move({ question: row.questionId, engine: place.engine }, row.questionId === id)
    setShape({ ...shapeOf(row), of: row.questionId })
  }
  const begin = () => {
    clear()
    place.move({ engine: place.engine })
  }
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <h1 className="sr-only">SQL</h1>
      <Shelf
        lake={lake}
        questions={list}
        opened={id}
        onOpen={open}
        onInsert={(name) => editor.current?.insert(name)}
        onSkip={() => editor.current?.focus()}
      />
      <div className="min-w-0 space-y-4">
        <BesideLinks which={['superset']} />
        {lake.data?.behindSince && (
          <p role="status" className="rounded border border-line bg-surface px-4 py-2 text-warn">
            The lake is behind: what was written after {exact(new Date(lake.data.behindSince))} may
            be missing from answers. It comes by itself.
          </p>
        )}
        <StatementPanel
          opened={opened}
          isMissing={isMissing}
          isUnasked={place.isGiven && answered === undefined && state.is === 'idle'}
          statement={place.statement}
          onType={place.type}
          onAsk={(statement) => askFor(statement, ROWS_FIRST)}
          onGiveUp={giveUp}
          state={state}
          tables={lake.data?.tables ?? []}
          editor={editor}
          aside={
            <StatementAside
              engines={lake.data?.engines ?? []}
              engine={engine}
              onEngine={(chosen) => place.choose(chosen)}
              onBegin={begin}
            />
          }
          actions={
            <QuestionActions
              opened={opened}
              newer={newer}
              statement={place.statement}
              chart={answered ? fitChart(look.chart, answered.answer.columns) : look.chart}
              isChartShown={look.view === 'chart'}
              onOpened={take}
              onDeleted={() => place.move({ engine: place.engine, statement: place.statement })}
            />
          }
        />
        {answered && (
          <AnswerPanel
            answered={answered}
            isBefore={state.is === 'running'}
            isOld={answered.asked.statement !== place.statement}
            shape={look}
            onShape={(next) => setShape({ ...next, of: id })}
            onAskMore={() => void ask({ ...answered.asked, rowsMax: ROWS_MOST })}
          />
        )}
      </div>
    </div>
  )
}

const shapeOf = (row: QuestionRow | undefined): Shape => ({
  view: row?.chart ? 'chart' : 'table',
  chart: row?.chart ?? null,
})
