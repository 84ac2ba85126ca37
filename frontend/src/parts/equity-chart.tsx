/** The equity curve: one line, its axes and what is pointed at, for which no chart library has to be fetched. */

import { useState } from 'react'
import type { EquityPoint } from '#shared/contracts/api/equity.ts'
import { dayEt, dollars } from '../text/format.ts'
import { roundTicks, runsOf, scaleOf } from './equity-scale.ts'
import { useWidth } from './pipeline/use-width.ts'

const HEIGHT = 240
const TOP = 10
const BOTTOM = HEIGHT - 24
const LEFT = 80
const RIGHT = 14
/** Pixels that a moment's words need. */
const WORDS = 110

type Drawn = { at: number; equity: number }

export function EquityChart({ points }: { points: EquityPoint[] }) {
  const [box, width] = useWidth<HTMLDivElement>()
  const [pointed, setPointed] = useState<Drawn>()
  const drawn = points.map(({ takenAt, equity }) => ({
    at: Date.parse(takenAt),
    equity: Number(equity),
  }))
  const { x, y, ticks, moments } = scalesOf(drawn, width)
  return (
    <div ref={box} className="relative mx-2 mb-3 min-h-60">
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label="Equity over time, dollars; the table has the same"
          className="block touch-pan-y select-none"
          onPointerMove={({ clientX, currentTarget }) => {
            const place = clientX - currentTarget.getBoundingClientRect().left
            setPointed(nearest(drawn, (point) => Math.abs(x(point.at) - place)))
          }}
          onPointerLeave={() => setPointed(undefined)}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={LEFT}
                x2={width - RIGHT}
                y1={y(tick)}
                y2={y(tick)}
                className="stroke-line"
              />
              <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className="fill-muted text-12">
                {dollars(tick).replace(/\.00$/, '')}
              </text>
            </g>
          ))}
          {moments.map((at) => (
            <text
              key={at}
              x={x(at)}
              y={HEIGHT - 6}
              textAnchor="middle"
              className="fill-muted text-12"
            >
              {dayEt(new Date(at))}
            </text>
          ))}
          {runsOf(drawn).map((run) => (
            <Run key={run[0]!.at} corners={run.map(({ at, equity }) => [x(at), y(equity)])} />
          ))}
          {pointed && (
            <g>
              <line
                x1={x(pointed.at)}
                x2={x(pointed.at)}
                y1={TOP}
                y2={BOTTOM}
                className="stroke-muted"
              />
              <circle cx={x(pointed.at)} cy={y(pointed.equity)} r="4" className="fill-accent" />
            </g>
          )}
        </svg>
      )}
      {pointed && (
        <p className="pointer-events-none absolute top-0 right-4 rounded border border-line bg-surface px-2 py-1 text-12">
          <span className="text-muted">{dayEt(new Date(pointed.at))} ET</span>{' '}
          {dollars(pointed.equity)}
        </p>
      )}
    </div>
  )
}

/** A stretch without a gap, with its ground; one point alone is a dot. */
function Run({ corners }: { corners: readonly (readonly [number, number])[] }) {
  const first = corners[0]!
  if (corners.length === 1)
    return <circle cx={first[0]} cy={first[1]} r="3" className="fill-accent" />
  const line = corners.map(([left, top]) => `${left.toFixed(1)} ${top.toFixed(1)}`).join('L')
  return (
    <g>
      <path d={`M${line}V${BOTTOM}H${first[0].toFixed(1)}Z`} className="fill-accent/8" />
      <path d={`M${line}`} className="fill-none stroke-accent" strokeWidth="1.75" />
    </g>
  )
}

function scalesOf(drawn: readonly Drawn[], width: number) {
  const [since, until] = [drawn[0]?.at ?? 0, drawn.at(-1)?.at ?? 0]
  const [least, most] = scaleOf(drawn.map(({ equity }) => equity))
  const room = Math.max(1, width - LEFT - RIGHT)
  const x = (at: number) =>
    until === since ? LEFT + room / 2 : LEFT + ((at - since) / (until - since)) * room
  const y = (equity: number) => BOTTOM - ((equity - least) / (most - least)) * (BOTTOM - TOP)
  const count = Math.max(1, Math.floor(room / WORDS))
  const moments = Array.from(
    { length: until === since ? 1 : count },
    (_, place) => since + ((place + 0.5) / count) * (until - since),
  )
  return { x, y, ticks: roundTicks(least, most), moments }
}

function nearest(drawn: readonly Drawn[], farOf: (point: Drawn) => number): Drawn | undefined {
  let best = drawn[0]
  for (const point of drawn) if (best && farOf(point) < farOf(best)) best = point
  return best
}
