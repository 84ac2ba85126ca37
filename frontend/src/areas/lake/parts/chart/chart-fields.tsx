/** What is drawn over what, and how. */

import { useId } from 'react'
import type { QuestionChart, SqlAnswer } from '#shared/contracts/api/lake.ts'
import { Choices } from '../../../../parts/choices.tsx'
import { amountsOf } from './choose-chart.ts'
import { SERIES_MAX } from './series.ts'

const KINDS = [
  ['bar', 'Bars'],
  ['line', 'Line'],
  ['scatter', 'Points'],
] as const

type ChartFieldsProps = {
  chart: QuestionChart
  columns: SqlAnswer['columns']
  onChange: (chart: QuestionChart) => void
}

export function ChartFields({ chart, columns, onChange }: ChartFieldsProps) {
  const id = useId()
  const names = [...new Set(columns.map(({ name }) => name))]
  const amounts = amountsOf(columns)
  const turn = (name: string) => {
    const y = chart.y.includes(name) ? chart.y.filter((each) => each !== name) : [...chart.y, name]
    if (y.length > 0 && y.length <= SERIES_MAX) onChange({ ...chart, y })
  }
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 pb-3">
      <Choices
        label="Kind of chart"
        choices={KINDS}
        chosen={chart.kind}
        onChoose={(kind) => onChange({ ...chart, kind })}
      />
      <span className="flex items-center gap-2">
        <label htmlFor={id} className="text-12 text-muted">
          Over
        </label>
        <select
          id={id}
          value={chart.x}
          onChange={(event) => onChange({ ...chart, x: event.target.value })}
          className="h-7 max-w-48 rounded border border-line bg-ground px-1 text-12"
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </span>
      <fieldset className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <legend className="float-left mr-1 text-12 text-muted">Amounts</legend>
        {amounts.map((name) => (
          <label key={name} className="flex items-center gap-1 text-12 break-all">
            <input
              type="checkbox"
              checked={chart.y.includes(name)}
              disabled={
                chart.y.includes(name) ? chart.y.length === 1 : chart.y.length >= SERIES_MAX
              }
              onChange={() => turn(name)}
            />
            {name}
          </label>
        ))}
      </fieldset>
    </div>
  )
}
