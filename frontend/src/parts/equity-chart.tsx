/** The equity curve. */

import { areaLook, tooltipLook } from './chart-look.ts'
import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { dayEt, dollars } from '../text/format.ts'
import { scaleOf, withGaps } from './equity-scale.ts'
import type { EquityPoint } from '#shared/contracts/api/equity.ts'

export function EquityChart({ points }: { points: EquityPoint[] }) {
  const equities = points.map(({ equity }) => Number(equity))
  const data = withGaps(
    points.map(({ takenAt }, place) => ({ at: Date.parse(takenAt), equity: equities[place]! })),
  )
  return (
    <div
      className="relative mx-2 mb-3 min-h-60 flex-1"
      role="img"
      aria-label="Equity over time, dollars"
    >
      <div className="absolute inset-0">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart
            data={data}
            margin={{ top: 8, right: 30, bottom: 0, left: 4 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              type="number"
              scale="time"
              domain={['dataMin', 'dataMax']}
              minTickGap={56}
              tickFormatter={(at: number) => dayEt(new Date(at))}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              stroke="var(--line)"
            />
            <YAxis
              domain={scaleOf(equities)}
              width={92}
              tickFormatter={(value: number) => dollars(value).replace(/\.00$/, '')}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              stroke="var(--line)"
            />
            <Tooltip
              {...tooltipLook}
              labelFormatter={(at) => `${dayEt(new Date(Number(at)))} ET`}
              formatter={(value) => [dollars(Number(value)), 'Equity']}
            />
            <Area dataKey="equity" {...areaLook} dot={data.length === 1} />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </div>
  )
}
