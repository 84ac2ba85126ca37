/** What a dollar in the account became, beside SPY where it is known and cash where its rate is set. */

import type { CurvePoint } from '#shared/contracts/api/report-body.ts'
import { signedPercent } from '../text/format.ts'

const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [720, 220, 96, 110, 12, 26]
/** Larger where the picture is drawn at half its size. */
const LETTERS = 'text-12 max-sm:text-20'
/** A line of them. */
const LINE = 20

export function GrowthChart({ curve }: { curve: readonly CurvePoint[] }) {
  const [first, last] = [curve[0], curve.at(-1)]
  if (!first || !last || curve.length < 2) return null
  const cash = curve.some((point) => (point.cash ?? 1) !== 1)
    ? curve.map((point) => point.cash ?? null)
    : []
  const spy = curve.map((point) => point.spy)
  const values = [...curve.map(({ growth }) => growth), ...spy, ...cash].filter(
    (value) => value !== null,
  )
  const [low, high] = [Math.min(1, ...values), Math.max(1, ...values)]
  // Of what did not move a line says nothing.
  if (low === high) return null
  const x = (place: number) => LEFT + (place / (curve.length - 1)) * (WIDE - LEFT - RIGHT)
  const y = (value: number) => TOP + ((high - value) / (high - low)) * (HIGH - TOP - BOTTOM)
  const names = spaced(
    [
      { name: 'Account', value: last.growth, look: 'fill-accent' },
      { name: 'SPY', value: spy.findLast((value) => value !== null), look: 'fill-warn' },
      { name: 'Cash', value: cash.findLast((value) => value !== null), look: 'fill-muted' },
    ].flatMap(({ value, ...one }) => (value == null ? [] : [{ ...one, at: y(value) }])),
  )
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
            <text
              x={LEFT - 8}
              y={y(value) + 4}
              textAnchor="end"
              className={`fill-muted ${LETTERS}`}
            >
              {signedPercent(value - 1)}
            </text>
          </g>
        ))}
        <path
          d={pathOf(cash, x, y)}
          className="fill-none stroke-muted"
          strokeWidth="1.5"
          strokeDasharray="1 3"
        />
        <path
          d={pathOf(spy, x, y)}
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
        {names.map(({ name, look, at }) => (
          <text key={name} x={WIDE - RIGHT + 6} y={at + 4} className={`${look} ${LETTERS}`}>
            {name}
          </text>
        ))}
        <text x={LEFT} y={HIGH - 6} className={`fill-muted ${LETTERS}`}>
          {first.date}
        </text>
        <text x={WIDE - RIGHT} y={HIGH - 6} textAnchor="end" className={`fill-muted ${LETTERS}`}>
          {last.date}
        </text>
      </svg>
      <figcaption className="text-12 text-muted">
        What a dollar became, money paid in or taken out left out, dividends of SPY put back in.
      </figcaption>
    </figure>
  )
}

/** From top to bottom, so far from each other that none lies over another, and within the picture. */
function spaced<Named extends { at: number }>(names: readonly Named[]): Named[] {
  const placed = names.toSorted((a, b) => a.at - b.at).map((one) => ({ ...one }))
  for (const [place, one] of placed.entries())
    one.at = Math.max(one.at, place === 0 ? TOP : placed[place - 1]!.at + LINE)
  for (const [place, one] of [...placed.entries()].toReversed())
    one.at = Math.min(one.at, (placed[place + 1]?.at ?? HIGH - BOTTOM + LINE) - LINE)
  return placed
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
