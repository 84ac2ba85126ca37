/** Closes of what is or was held, with its levels as lines and its fills as marks; dollars. */

import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { areaLook, tooltipLook } from '../../../parts/chart-look.ts'
import { dollars } from '../../../text/format.ts'

export type Level = { name: string; price: number; color: string }
export type Mark = { day: string; price: number; side: 'buy' | 'sell' }

/** Of the drawing, without the axis below it, and what a label needs, px. */
const PLOT_HEIGHT = 250
const LABEL_HEIGHT = 15

const tick = { fill: 'var(--muted)', fontSize: 12 }

/** A close, and when: text that sorts by time. Each has the same room, so that a night takes none. */
export type Close = { day: string; close: number }

type Props = {
  name: string
  bars: readonly Close[]
  levels: readonly Level[]
  marks: readonly Mark[]
  /** How a moment reads on the axis. */
  wordsOf?: (day: string) => string
}

export function PositionChart({ name, bars, levels, marks, wordsOf = String }: Props) {
  const days = [...new Set([...bars.map(({ day }) => day), ...marks.map(({ day }) => day)])]
  const closes = new Map(bars.map(({ day, close }) => [day, close]))
  const data = days.sort().map((day) => ({ day, close: closes.get(day) ?? null }))
  const prices = [
    ...closes.values(),
    ...levels.map((one) => one.price),
    ...marks.map((one) => one.price),
  ]
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  const room = (high - low) * 0.05 || 1
  const pixel = PLOT_HEIGHT / (high - low + 2 * room)
  const labels = placeLabels(levels, pixel)
  return (
    <div className="mx-2 mb-3 h-72" role="img" aria-label={name}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart
          data={data}
          margin={{ top: 8, right: 116, bottom: 0, left: 4 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            minTickGap={56}
            tickFormatter={wordsOf}
            tick={tick}
            stroke="var(--line)"
          />
          <YAxis
            domain={[low - room, high + room]}
            width={72}
            tickFormatter={(value: number) => dollars(value)}
            tick={tick}
            stroke="var(--line)"
          />
          <Tooltip
            {...tooltipLook}
            labelFormatter={(day) => (typeof day === 'string' ? wordsOf(day) : '')}
            formatter={(value) => [dollars(Number(value)), 'Close']}
          />
          <Area dataKey="close" {...areaLook} connectNulls dot={bars.length < 3} />
          {labels.map(({ name, price, color, dy }) => (
            <ReferenceLine
              key={name}
              y={price}
              stroke={color}
              strokeDasharray="4 4"
              label={{
                value: `${name} ${dollars(price)}`,
                position: 'right',
                fill: color,
                fontSize: 12,
                dy,
              }}
            />
          ))}
          {marks.map(({ day, price, side }) => (
            <ReferenceDot
              key={`${day} ${price} ${side}`}
              x={day}
              y={price}
              r={5}
              fill={side === 'buy' ? 'var(--up)' : 'var(--down)'}
              stroke="var(--surface)"
              label={{ value: side === 'buy' ? '▲' : '▼', position: 'top', fill: 'var(--text)' }}
            />
          ))}
        </AreaChart>
      </ResponsiveContainer>
    </div>
  )
}

/** From the highest on, each label at least its own height below the one before. */
function placeLabels(levels: readonly Level[], pixel: number): (Level & { dy: number })[] {
  let above = -Infinity
  return levels
    .toSorted((a, b) => b.price - a.price)
    .map((level) => {
      const at = -level.price * pixel
      const y = Math.max(at, above + LABEL_HEIGHT)
      above = y
      return { ...level, dy: y - at }
    })
}
