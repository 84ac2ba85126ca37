/** Counts over time as steps: each holds until the next is noted. A pause is a band behind them. */

import type { ScalingPoint, StageSamples } from '#shared/contracts/api/stages.ts'
import { useWidth } from '../../../parts/pipeline/use-width.ts'
import { count, dayEt } from '../../../text/format.ts'

type Line = { name: string; look: string; of: (sample: ScalingPoint) => number | null }

const HEIGHT = 96
const EDGE = { left: 40, right: 8, top: 8, bottom: 18 }

type StepChartProps = { label: string; told: StageSamples; lines: readonly Line[] }

export function StepChart({ label, told, lines }: StepChartProps) {
  const [box, width] = useWidth<HTMLDivElement>()
  const { samples } = told
  const values = samples.flatMap((sample) => lines.map(({ of }) => of(sample) ?? 0))
  const most = Math.max(1, ...values)
  const [from, to] = [Date.parse(told.from), Date.parse(told.to)]
  const right = Math.max(EDGE.left + 1, width - EDGE.right)
  const xOf = (at: string) =>
    EDGE.left + (right - EDGE.left) * share((Date.parse(at) - from) / Math.max(1, to - from))
  const yOf = (value: number) =>
    HEIGHT - EDGE.bottom - (HEIGHT - EDGE.bottom - EDGE.top) * (value / most)
  return (
    <figure className="px-4 pb-2">
      <figcaption className="flex flex-wrap gap-x-3 text-12 text-muted">
        {lines.map(({ name, look }) => (
          <span key={name} className="inline-flex items-center gap-1">
            <svg viewBox="0 0 12 4" className="h-1 w-3" aria-hidden="true">
              <path d="M0 2H12" className={look} strokeWidth="3" />
            </svg>
            {name}, up to{' '}
            {count(
              Math.max(
                0,
                ...samples.map(
                  (sample) => lines.find((line) => line.name === name)!.of(sample) ?? 0,
                ),
              ),
            )}
          </span>
        ))}
      </figcaption>
      <div ref={box}>
        {width > 0 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${label}, from 0 to ${count(most)}`}
          >
            {pauses(samples, told.to).map(([begin, end]) => (
              <rect
                key={begin}
                x={xOf(begin)}
                y={EDGE.top}
                width={Math.max(1, xOf(end) - xOf(begin))}
                height={HEIGHT - EDGE.bottom - EDGE.top}
                className="fill-warn/15"
              />
            ))}
            {[0, most].map((value) => (
              <g key={value}>
                <path d={`M${EDGE.left} ${yOf(value)}H${right}`} className="stroke-line" />
                <text
                  x={EDGE.left - 6}
                  y={yOf(value) + 4}
                  textAnchor="end"
                  className="fill-muted text-[11px] tabular-nums"
                >
                  {count(value)}
                </text>
              </g>
            ))}
            <text x={EDGE.left} y={HEIGHT - 4} className="fill-muted text-[11px]">
              {dayEt(new Date(told.from))} ET
            </text>
            <text x={right} y={HEIGHT - 4} textAnchor="end" className="fill-muted text-[11px]">
              now
            </text>
            {lines.map(({ name, look, of }) => (
              <path
                key={name}
                d={steps(samples, of, { xOf, yOf, right })}
                fill="none"
                strokeWidth="1.5"
                className={look}
              />
            ))}
          </svg>
        )}
      </div>
    </figure>
  )
}

const share = (value: number) => Math.min(1, Math.max(0, value))

type Scale = { xOf: (at: string) => number; yOf: (value: number) => number; right: number }

/** A gap where nobody told the number. */
function steps(
  samples: readonly ScalingPoint[],
  of: (sample: ScalingPoint) => number | null,
  { xOf, yOf, right }: Scale,
): string {
  return samples
    .map((sample, place) => {
      const value = of(sample)
      if (value === null) return ''
      const next = samples[place + 1]
      const before = place > 0 ? of(samples[place - 1]!) : null
      const [x, y, end] = [xOf(sample.at), yOf(value), next ? xOf(next.at) : right]
      return `${before === null ? 'M' : 'L'}${x} ${y}H${end}`
    })
    .join('')
}

/** When it was paused, as pairs of moments. */
function pauses(samples: readonly ScalingPoint[], to: string): [string, string][] {
  return samples.flatMap((sample, place): [string, string][] =>
    sample.paused ? [[sample.at, samples[place + 1]?.at ?? to]] : [],
  )
}
