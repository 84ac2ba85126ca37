/** Equity of a run beside its benchmark, over the band of random entries; and how far it lay under its highest. */

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { CurveDay } from '#shared/contracts/api/backtest-results.ts'
import { areaLook, tooltipLook } from '../../../parts/chart-look.ts'
import { dollars, signedPercent } from '../../../text/format.ts'

const tick = { fill: 'var(--muted)', fontSize: 12 }
const margin = { top: 8, right: 24, bottom: 0, left: 4 }
const still = { isAnimationActive: false, dot: false } as const

type Props = { curve: readonly CurveDay[]; benchmark: string }

export function RunCurves({ curve, benchmark }: Props) {
  const hasBand = curve.some(({ low }) => low !== null)
  return (
    <>
      <Equity curve={curve} benchmark={benchmark} />
      <p className="flex flex-wrap gap-x-4 px-4 pb-2 text-12 text-muted">
        <span>
          <span className="text-accent">━</span> the strategy
        </span>
        <span>
          <span className="text-warn">╌</span> {benchmark}, without costs
        </span>
        {hasBand && (
          <span>
            <span className="text-muted">▒</span> where nine of ten random entries lie, held as
            long, with as much money
          </span>
        )}
      </p>
      <Drawdown curve={curve} />
    </>
  )
}

function Equity({ curve, benchmark }: Props) {
  const data = curve.map(({ date, equity, benchmark: held, low, high }) => ({
    date,
    equity: Number(equity),
    held: held === null ? null : Number(held),
    band: low === null || high === null ? null : [Number(low), Number(high)],
  }))
  const names: Record<string, string> = {
    equity: 'Strategy',
    held: benchmark,
    band: 'Random entries',
  }
  return (
    <div
      className="mx-2 h-72"
      role="img"
      aria-label={`Equity at each close, dollars, beside ${benchmark}`}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={data} margin={margin} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="date" minTickGap={56} tick={tick} stroke="var(--line)" />
          <YAxis
            domain={['auto', 'auto']}
            width={84}
            tickFormatter={(value: number) => dollars(value).replace(/\.\d+$/, '')}
            tick={tick}
            stroke="var(--line)"
          />
          <Tooltip
            {...tooltipLook}
            formatter={(value, name) => [saidOf(value), names[String(name)] ?? '']}
          />
          <Area
            dataKey="band"
            stroke="none"
            fill="var(--muted)"
            fillOpacity={0.18}
            {...still}
            activeDot={false}
          />
          <Line
            dataKey="held"
            stroke="var(--warn)"
            strokeDasharray="4 3"
            strokeWidth={1.5}
            {...still}
          />
          <Line dataKey="equity" stroke="var(--accent)" strokeWidth={2} {...still} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}

function saidOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => dollars(Number(one))).join(' to ')
  return dollars(Number(value))
}

function Drawdown({ curve }: { curve: readonly CurveDay[] }) {
  let high = 0
  const data = curve.map(({ date, equity }) => {
    high = Math.max(high, Number(equity))
    return { date, under: Number(equity) / high - 1 }
  })
  return (
    <div
      className="mx-2 mb-3 h-36"
      role="img"
      aria-label="Share under the highest equity before, at each close"
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={data} margin={margin} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="date" minTickGap={56} tick={tick} stroke="var(--line)" />
          <YAxis
            width={84}
            tickFormatter={(value: number) => signedPercent(value, 1)}
            tick={tick}
            stroke="var(--line)"
          />
          <Tooltip
            {...tooltipLook}
            formatter={(value) => [signedPercent(Number(value)), 'Under the highest']}
          />
          <Area dataKey="under" {...areaLook} stroke="var(--down)" fill="var(--down)" />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}
