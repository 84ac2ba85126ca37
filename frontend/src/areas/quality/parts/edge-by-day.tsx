/** Each session's rank correlation as a bar, and the sum of all as a line: what knows something climbs. */

import type { Edge } from '#shared/contracts/api/quality.ts'

const WIDTH = 720
const HEIGHT = 140

export function EdgeByDay({ edge: { name, byDay } }: { edge: Edge }) {
  const known = byDay.flatMap(({ day, ic }) => (ic === null ? [] : [{ day, ic }]))
  if (known.length === 0) return <p className="px-4 pb-4 text-muted">No session moved it.</p>
  const sums = runningSums(known.map(({ ic }) => ic))
  const reach = Math.max(1, ...sums.map(Math.abs))
  const middle = HEIGHT / 2
  const step = WIDTH / known.length
  const bar = (value: number) => -value * middle
  const line = (value: number) => middle - (value / reach) * middle
  return (
    <figure className="px-4 pb-4">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="w-full text-muted"
        role="img"
        aria-label={`Rank correlation of ${name} by session, ${known[0]!.day} to ${known.at(-1)!.day}; the sum is ${sums.at(-1)!.toFixed(2)}`}
      >
        <line x1="0" y1={middle} x2={WIDTH} y2={middle} className="stroke-line" />
        {known.map(({ day, ic }, place) => (
          <rect
            key={day}
            x={place * step + step * 0.15}
            y={Math.min(middle, middle + bar(ic))}
            width={Math.max(0.5, step * 0.7)}
            height={Math.max(0.5, Math.abs(bar(ic)))}
            className="fill-accent"
            fillOpacity="0.45"
          >
            <title>{`${day}: ${ic.toFixed(3)}`}</title>
          </rect>
        ))}
        <polyline
          points={sums.map((sum, place) => `${(place + 0.5) * step},${line(sum)}`).join(' ')}
          className="fill-none stroke-text"
          strokeWidth="1.5"
        />
      </svg>
      <p className="flex justify-between text-12 text-muted" aria-hidden="true">
        <span>{known[0]!.day}</span>
        <span>{known.at(-1)!.day}</span>
      </p>
      <figcaption className="text-12 text-muted">
        Bars: rank correlation of one session, from −1 to +1. Line: their sum,{' '}
        {signed(sums.at(-1)!)} at the end.
      </figcaption>
    </figure>
  )
}

function runningSums(values: readonly number[]): number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}
