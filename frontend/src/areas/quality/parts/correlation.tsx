/** A rank correlation with its interval, as a bar around zero and in numbers. */

import type { RankCorrelation } from '#shared/contracts/api/quality.ts'

const WIDTH = 96
/** The bar reaches to this correlation; more is drawn at its end. */
const REACH = 0.3

export function Correlation({ of: { rho, interval } }: { of: RankCorrelation }) {
  if (rho === null) return <span className="text-muted">–</span>
  const x = (value: number) =>
    WIDTH / 2 + (Math.max(-REACH, Math.min(REACH, value)) / REACH) * (WIDTH / 2 - 4)
  const says = interval ? `${signed(interval.low)} to ${signed(interval.high)}` : 'too few days'
  return (
    <span className="inline-flex flex-col items-end">
      <span className={isShown(interval) ? 'font-semibold' : undefined}>{signed(rho)}</span>
      <svg viewBox={`0 0 ${WIDTH} 10`} className="h-2.5 w-24" aria-hidden="true">
        <line x1={WIDTH / 2} y1="0" x2={WIDTH / 2} y2="10" className="stroke-line" />
        {interval && (
          <line
            x1={x(interval.low)}
            y1="5"
            x2={x(interval.high)}
            y2="5"
            className="stroke-accent"
            strokeWidth="2"
          />
        )}
        <circle cx={x(rho)} cy="5" r="3" className="fill-accent" />
      </svg>
      <span className="text-12 whitespace-nowrap text-muted">{says}</span>
    </span>
  )
}

/** Whether zero lies outside of it. */
export function isShown(interval: RankCorrelation['interval']): boolean {
  return interval !== null && (interval.low > 0 || interval.high < 0)
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}
