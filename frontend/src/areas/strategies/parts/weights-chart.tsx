/** Weights of the ensemble over time, as steps: each version holds until the next. */

import type { WeightsVersion } from '#shared/contracts/api/strategy-weights.ts'
import { WEIGHED } from '#shared/contracts/api/strategy-weights.ts'
import { dayEt, percent } from '../../../text/format.ts'
import { STRATEGY_NAMES } from './strategy-words.ts'

const WIDTH = 720
const HEIGHT = 160
const EQUAL = 1 / WEIGHED.length

/** Told apart by more than their colour. */
const LOOKS = {
  momentum: { line: 'stroke-accent', dashes: undefined },
  'mean-reversion': { line: 'stroke-warn', dashes: '7 3' },
  'news-driven': { line: 'stroke-up', dashes: '2 3' },
} as const

/** @param versions newest first, one at least. */
export function WeightsChart({ versions }: { versions: readonly WeightsVersion[] }) {
  const rising = versions.toReversed()
  const first = Date.parse(rising[0]!.madeAt)
  const span = Math.max(1, Date.parse(rising.at(-1)!.madeAt) - first)
  const top = Math.max(0.5, ...rising.flatMap(({ weights }) => Object.values(weights)))
  // Before the first of them and behind the last there is some room for what held then.
  const x = (at: string) => WIDTH * (0.08 + 0.84 * ((Date.parse(at) - first) / span))
  const y = (weight: number) => HEIGHT - (weight / top) * (HEIGHT - 6)
  const isFromFirst = rising[0]!.version === 1
  return (
    <figure className="px-4 pb-4">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="w-full"
        role="img"
        aria-label={`Weights from version ${rising[0]!.version} to ${rising.at(-1)!.version}: ${WEIGHED.map((name) => `${STRATEGY_NAMES[name]} ${percent(rising.at(-1)!.weights[name], 1)}`).join(', ')}`}
      >
        <line x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} className="stroke-line" />
        <line x1="0" y1={y(EQUAL)} x2={WIDTH} y2={y(EQUAL)} className="stroke-line">
          <title>{`Equal weights, ${percent(EQUAL, 1)}`}</title>
        </line>
        {WEIGHED.map((name) => (
          <polyline
            key={name}
            points={stepsOf(rising, name, { x, y, from: isFromFirst ? EQUAL : undefined })}
            className={`fill-none ${LOOKS[name].line}`}
            strokeWidth="2"
            strokeDasharray={LOOKS[name].dashes}
          />
        ))}
      </svg>
      <p className="flex justify-between text-12 text-muted" aria-hidden="true">
        <span>{dayEt(new Date(first))}</span>
        <span>{dayEt(new Date(rising.at(-1)!.madeAt))}</span>
      </p>
      <figcaption className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-12 text-muted">
        {WEIGHED.map((name) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <svg viewBox="0 0 24 4" className="h-1 w-6" aria-hidden="true">
              <line
                x1="0"
                y1="2"
                x2="24"
                y2="2"
                className={LOOKS[name].line}
                strokeWidth="2"
                strokeDasharray={LOOKS[name].dashes}
              />
            </svg>
            {STRATEGY_NAMES[name]} {percent(rising.at(-1)!.weights[name], 1)}
          </span>
        ))}
        <span>Thin line: equal weights, {percent(EQUAL, 1)} each.</span>
      </figcaption>
    </figure>
  )
}

type Scales = {
  x: (at: string) => number
  y: (weight: number) => number
  /** What held before the first; undefined where that is not shown. */
  from: number | undefined
}

function stepsOf(
  rising: readonly WeightsVersion[],
  name: (typeof WEIGHED)[number],
  { x, y, from }: Scales,
): string {
  const points: string[] = from === undefined ? [] : [`0,${y(from)}`]
  let height = from === undefined ? undefined : y(from)
  for (const { madeAt, weights } of rising) {
    if (height !== undefined) points.push(`${x(madeAt)},${height}`)
    height = y(weights[name])
    points.push(`${x(madeAt)},${height}`)
  }
  return [...points, `${WIDTH},${height}`].join(' ')
}
