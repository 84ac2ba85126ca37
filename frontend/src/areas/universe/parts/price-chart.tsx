/** Daily closes as a line, in dollars. */

import { areaLook, tooltipLook } from '../../../parts/chart-look.ts'
import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { BarRow } from '#shared/contracts/api/universe.ts'
import { dollars } from '../../../text/format.ts'

const tick = { fill: 'var(--muted)', fontSize: 12 }

export function PriceChart({ bars }: { bars: readonly BarRow[] }) {
  const data = bars.map(({ sessionDate, close }) => ({ day: sessionDate, close: Number(close) }))
  return (
    <div className="mx-2 mb-3 h-60" role="img" aria-label="Daily closes, dollars">
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart
          data={data}
          margin={{ top: 8, right: 30, bottom: 0, left: 4 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="day" minTickGap={56} tick={tick} stroke="var(--line)" />
          <YAxis
            domain={['auto', 'auto']}
            width={72}
            tickFormatter={(value: number) => dollars(value).replace(/\.00$/, '')}
            tick={tick}
            stroke="var(--line)"
          />
          <Tooltip {...tooltipLook} formatter={(value) => [dollars(Number(value)), 'Close']} />
          <Area dataKey="close" {...areaLook} dot={data.length === 1} />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  )
}
