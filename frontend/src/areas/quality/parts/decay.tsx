/** How what a score knew decays over sessions: each horizon's mean with its interval, around zero. */

import type { Edge } from '#shared/contracts/api/quality.ts'

const WIDTH = 120
const HEIGHT = 34
const MIDDLE = HEIGHT / 2
/** The plot reaches to this correlation; more is drawn at its end. */
const REACH = 0.3

export function Decay({ edge }: { edge: Edge }) {
  const { horizons, name } = edge
  const step = WIDTH / Math.max(1, horizons.length)
  const x = (place: number) => (place + 0.5) * step
  const y = (value: number) =>
    MIDDLE - (Math.max(-REACH, Math.min(REACH, value)) / REACH) * (MIDDLE - 3)
  const says = horizons.map(({ sessions, ic }) => `${sessions}: ${ic?.toFixed(3) ?? 'none'}`)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="h-8.5 w-30"
      role="img"
      aria-label={`Rank correlation of ${name} over sessions ${says.join(', ')}`}
    >
      <line x1="0" y1={MIDDLE} x2={WIDTH} y2={MIDDLE} className="stroke-line" />
      {horizons.map(({ sessions, ic, interval, days }, place) => (
        <g key={sessions}>
          <title>
            {`Over ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${days} times: ${ic?.toFixed(3) ?? 'none'}`}
            {interval ? ` (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})` : ''}
          </title>
          {interval && (
            <line
              x1={x(place)}
              y1={y(interval.low)}
              x2={x(place)}
              y2={y(interval.high)}
              className="stroke-accent"
              strokeOpacity="0.5"
              strokeWidth="2"
            />
          )}
          {ic !== null && <circle cx={x(place)} cy={y(ic)} r="3" className="fill-accent" />}
        </g>
      ))}
    </svg>
  )
}
