/** An answer drawn: bars, lines or points. */

import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { QuestionChart, SqlAnswer } from '#shared/contracts/api/lake.ts'
import { tooltipLook } from '../../../../parts/chart-look.ts'
import { count, dayEt } from '../../../../text/format.ts'
import { dayTicks, pointsOf, type ChartPoints } from './points.ts'
import { lookOfSeries } from './series.ts'

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 })
const tick = { fill: 'var(--muted)', fontSize: 12 }
/** Lines with fewer points show each of them. */
const DOTS_MAX = 40

export function AnswerChart({ answer, chart }: { answer: SqlAnswer; chart: QuestionChart }) {
  const { points, of, isRepeated, scale } = pointsOf(answer, chart)
  const along = scale === 'words' ? 'category' : 'number'
  const told = (x: unknown) => wordsOf(x, scale)
  return (
    <figure className="px-2 pb-3">
      <figcaption className="flex flex-wrap gap-x-4 px-2 pb-2 text-12 text-muted">
        {chart.y.map((name, place) => (
          <span key={name} className="inline-flex items-center gap-1.5 break-all">
            <Sample place={place} />
            {name}
          </span>
        ))}
        {points.length < of && (
          <span>
            {scale === 'words' ? 'The first ' : ''}
            {count(points.length)} of {count(of)} rows are drawn.
          </span>
        )}
        {isRepeated && chart.kind === 'line' && (
          <span>Several rows have one {chart.x}: the line goes through each of them.</span>
        )}
      </figcaption>
      <div
        role="img"
        aria-label={`${chart.y.join(', ')} over ${chart.x}, ${count(points.length)} points`}
        className="h-80"
      >
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={points}
            margin={{ top: 8, right: 40, bottom: 20, left: 4 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="x"
              type={along}
              scale={scale === 'day' || scale === 'moment' ? 'time' : 'auto'}
              domain={along === 'number' ? ['dataMin', 'dataMax'] : ['auto', 'auto']}
              {...(scale === 'day' && { ticks: dayTicks(points) })}
              allowDuplicatedCategory={scale === 'words'}
              minTickGap={24}
              tickFormatter={(x: unknown) => shortened(told(x))}
              tick={tick}
              stroke="var(--line)"
              label={{
                value: scale === 'moment' ? `${chart.x} (ET)` : chart.x,
                position: 'bottom',
                offset: 2,
                ...tick,
              }}
            />
            <YAxis
              domain={chart.kind === 'bar' ? [zeroAtMost, zeroAtLeast] : ['auto', 'auto']}
              width={64}
              tickFormatter={(value: number) => compact.format(value)}
              tick={tick}
              stroke="var(--line)"
            />
            <Tooltip {...tooltipLook} labelFormatter={told} cursor={{ fill: 'var(--line)' }} />
            {chart.y.map((name, place) => seriesOf(chart.kind, name, place, points.length))}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  )
}

/** Length means amount: bars begin at nothing. */
const zeroAtMost = (least: number) => Math.min(0, least)
const zeroAtLeast = (most: number) => Math.max(0, most)

function seriesOf(kind: QuestionChart['kind'], name: string, place: number, points: number) {
  const { color, dash } = lookOfSeries(place)
  const shared = { key: name, dataKey: `y${place}`, name, isAnimationActive: false } as const
  const { key, ...rest } = shared
  if (kind === 'bar') return <Bar key={key} {...rest} fill={color} maxBarSize={48} />
  if (kind === 'scatter') return <Scatter key={key} {...rest} fill={color} />
  return (
    <Line
      key={key}
      {...rest}
      type="linear"
      stroke={color}
      strokeWidth={1.75}
      {...(dash && { strokeDasharray: dash })}
      dot={points <= DOTS_MAX && { r: 2, fill: color, strokeWidth: 0 }}
    />
  )
}

function Sample({ place }: { place: number }) {
  const { color, dash } = lookOfSeries(place)
  return (
    <svg viewBox="0 0 16 4" className="h-1 w-4 shrink-0" aria-hidden="true">
      <line x1="0" x2="16" y1="2" y2="2" stroke={color} strokeWidth="3" strokeDasharray={dash} />
    </svg>
  )
}

function wordsOf(x: unknown, scale: ChartPoints['scale']): string {
  if (scale === 'day') return new Date(Number(x)).toISOString().slice(0, 10)
  if (scale === 'moment') return dayEt(new Date(Number(x)))
  return scale === 'amount' ? compact.format(Number(x)) : String(x)
}

const shortened = (text: string) => (text.length > 16 ? `${text.slice(0, 15)}…` : text)
