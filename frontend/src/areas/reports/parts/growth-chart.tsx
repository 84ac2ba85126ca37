/** What a dollar in the account became, beside SPY where it is known. */

import type { CurvePoint } from '#shared/contracts/api/report-body.ts'
import { signedPercent } from '../../../text/format.ts'

const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [720, 220, 76, 64, 12, 24]

export function GrowthChart({ curve }: { curve: readonly CurvePoint[] }) {
  const [first, last] = [curve[0], curve.at(-1)]
  if (!first || !last || curve.length < 2) return null
  const values = curve.flatMap(({ growth, spy }) => (spy === null ? [growth] : [growth, spy]))
  const [low, high] = [Math.min(1, ...values), Math.max(1, ...values)]
  const x = (place: number) => LEFT + (place / (curve.length - 1)) * (WIDE - LEFT - RIGHT)
  const y = (value: number) =>
    high === low ? HIGH / 2 : TOP + ((high - value) / (high - low)) * (HIGH - TOP - BOTTOM)
  const spyLast = curve.findLast(({ spy }) => spy !== null)
  const ownAt = y(last.growth)
  const spyAt = spyLast && spaced(y(spyLast.spy!), ownAt)
  return (
    <figure className="px-4 pb-4">
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        role="img"
        aria-label={`The account from ${first.date} to ${last.date}: ${signedPercent(last.growth - 1)}`}
        className="block w-full"
      >
        {[...new Set([low, 1, high])].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDE - RIGHT} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={LEFT - 8} y={y(value) + 4} textAnchor="end" className="fill-muted text-12">
              {signedPercent(value - 1)}
            </text>
          </g>
        ))}
        <path
          d={pathOf(
            curve.map(({ spy }) => spy),
            x,
            y,
          )}
          className="fill-none stroke-warn"
          strokeWidth="1.5"
          strokeDasharray="4 3"
        />
        <path
          d={pathOf(
            curve.map(({ growth }) => growth),
            x,
            y,
          )}
          className="fill-none stroke-accent"
          strokeWidth="2"
        />
        <text x={WIDE - RIGHT + 6} y={ownAt + 4} className="fill-accent text-12">
          Account
        </text>
        {spyAt !== undefined && (
          <text x={WIDE - RIGHT + 6} y={spyAt + 4} className="fill-warn text-12">
            SPY
          </text>
        )}
        <text x={LEFT} y={HIGH - 6} className="fill-muted text-12">
          {first.date}
        </text>
        <text x={WIDE - RIGHT} y={HIGH - 6} textAnchor="end" className="fill-muted text-12">
          {last.date}
        </text>
      </svg>
      <figcaption className="text-12 text-muted">
        What a dollar became, money paid in or taken out left out, dividends of SPY put back in.
      </figcaption>
    </figure>
  )
}

/** So far from another label that neither lies over the other. */
function spaced(own: number, other: number): number {
  if (Math.abs(own - other) >= 16) return own
  return own < other ? other - 16 : other + 16
}

function pathOf(
  values: readonly (number | null)[],
  x: (place: number) => number,
  y: (value: number) => number,
): string {
  let [path, isDown] = ['', false]
  for (const [place, value] of values.entries()) {
    if (value !== null) path += `${isDown ? 'L' : 'M'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`
    isDown = value !== null
  }
  return path
}
