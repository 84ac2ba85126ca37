/** What was answered, as a table or as a chart, and as a file. */

import { lazy, Suspense } from 'react'
import { ANSWER_ROWS_MAX, type QuestionChart, type SqlAnswer } from '#shared/contracts/api/lake.ts'
import { Button } from '../../../../parts/button.tsx'
import { Choices } from '../../../../parts/choices.tsx'
import { count } from '../../../../text/format.ts'
import { Card } from '../ask/card.tsx'
import { ChartFields } from '../chart/chart-fields.tsx'
import { fitChart } from '../chart/choose-chart.ts'
import type { Answered } from '../ask/use-asking.ts'
import { AnswerTable } from './answer-table.tsx'
import { Downloads } from './downloads.tsx'

const AnswerChart = lazy(() =>
  import('../chart/answer-chart.tsx').then(({ AnswerChart: component }) => ({
    default: component,
  })),
)

export type Shape = { view: 'table' | 'chart'; chart: QuestionChart | null }

const VIEWS = [
  ['table', 'Table'],
  ['chart', 'Chart'],
] as const

type AnswerPanelProps = {
  answered: Answered
  /** Another question is being asked: what is shown is the answer before. */
  isBefore: boolean
  /** The statement is another by now. */
  isOld: boolean
  shape: Shape
  onShape: (shape: Shape) => void
  onAskMore: () => void
}

export function AnswerPanel(props: AnswerPanelProps) {
  const { answered, isBefore, isOld, shape, onShape, onAskMore } = props
  const { answer, asked } = answered
  const mayHaveMore = answer.isCut && asked.rowsMax < ANSWER_ROWS_MAX
  return (
    <Card
      title={titleOf(answer)}
      aside={<Downloads key={`${asked.engine} ${asked.statement}`} asked={asked} />}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pb-2">
        <Choices
          label="Shown as"
          choices={VIEWS}
          chosen={shape.view}
          onChoose={(view) => onShape({ ...shape, view })}
        />
        {(isBefore || isOld) && (
          <span role="status" className="text-muted">
            {isBefore ? 'The answer before.' : 'The statement was changed since.'}
          </span>
        )}
        {mayHaveMore && (
          <Button isSmall onClick={onAskMore}>
            Ask for {count(ANSWER_ROWS_MAX)} rows
          </Button>
        )}
      </div>
      <Body answer={answer} shape={shape} onShape={onShape} />
    </Card>
  )
}

type BodyProps = Pick<AnswerPanelProps, 'shape' | 'onShape'> & { answer: SqlAnswer }

function Body({ answer, shape, onShape }: BodyProps) {
  if (answer.rows.length === 0)
    return (
      <p className="max-w-prose px-4 pb-5 text-muted">
        No row answers it. A lake that is young holds little: facts come into it within seconds of
        what they tell of, and `stonks lake backfill` brings those of before.
      </p>
    )
  if (shape.view === 'table') return <AnswerTable answer={answer} />
  const chart = fitChart(shape.chart, answer.columns)
  if (!chart)
    return (
      <p className="max-w-prose px-4 pb-5 text-muted">
        No column of this answer is an amount, so there is nothing to draw.
      </p>
    )
  return (
    <>
      <ChartFields
        chart={chart}
        columns={answer.columns}
        onChange={(changed) => onShape({ view: 'chart', chart: changed })}
      />
      <Suspense fallback={<div className="skeleton mx-4 mb-4 h-80" />}>
        <AnswerChart answer={answer} chart={chart} />
      </Suspense>
    </>
  )
}

function titleOf({ rows, isCut, seconds }: SqlAnswer): string {
  const took = `in ${seconds.toFixed(2)} s`
  if (isCut) return `First ${count(rows.length)} rows ${took}; there are more`
  return `${count(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} ${took}`
}
