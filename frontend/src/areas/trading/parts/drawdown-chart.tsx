/** How far the account stood below its highest, session by session. */

import type { PerformanceAnswer } from '#shared/contracts/api/performance.ts'
import { signedPercent } from '../../../text/format.ts'

const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [720, 110, 96, 110, 8, 8]
/** The least that fills the height: what fell by less is no crash. */
const DEPTH_MIN = 0.01

export function DrawdownChart({ curve }: { curve: PerformanceAnswer['curve'] }) {
  if (curve.length < 2) return null
  const worst = Math.min(...curve.map(({ drawdown }) => drawdown))
  const depth = Math.max(DEPTH_MIN, -worst)
  const x = (place: number) => LEFT + (place / (curve.length - 1)) * (WIDE - LEFT - RIGHT)
  const y = (value: number) => TOP + (-value / depth) * (HIGH - TOP - BOTTOM)
  const line = curve.map(
    ({ drawdown }, place) => `${x(place).toFixed(1)} ${y(drawdown).toFixed(1)}`,
  )
  return (
    <figure className="px-4 pb-4">
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        role="img"
        aria-label={`Below its highest so far, session by session; ${signedPercent(worst)} at the worst`}
        className="block w-full"
      >
        {[0, -depth].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDE - RIGHT} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text
              x={LEFT - 8}
              y={y(value) + 4}
              textAnchor="end"
              className="fill-muted text-12 max-sm:text-20"
            >
              {signedPercent(value)}
            </text>
          </g>
        ))}
        <path
          d={`M${LEFT} ${y(0)}L${line.join('L')}L${WIDE - RIGHT} ${y(0)}Z`}
          className="fill-down/15 stroke-down"
          strokeWidth="1.5"
        />
      </svg>
      <figcaption className="text-12 text-muted">
        Below its highest so far, as a share of that.
      </figcaption>
    </figure>
  )
}
