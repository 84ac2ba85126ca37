/** Weights of the ensemble over time, as steps: each version holds until the next. */

import type { WeightsVersion } from '#shared/contracts/api/strategy-weights.ts'
import { weighedIn } from '#shared/contracts/api/strategy-weights.ts'
import { dayEt, percent } from '../../../text/format.ts'
import { strategyName } from '../../../text/strategy-names.ts'
import { weightSaid } from './strategy-words.ts'

const WIDTH = 720
const HEIGHT = 160
/** Of the product's three, before the first version. */
const INSTALLED = 1 / 3

/** Told apart by more than their colour. */
const LOOKS = {
  momentum: { line: 'stroke-accent', dashes: undefined },
  'mean-reversion': { line: 'stroke-warn', dashes: '7 3' },
  'news-driven': { line: 'stroke-up', dashes: '2 3' },
} as const
const OWN_LOOKS = [
  { line: 'stroke-down', dashes: '10 3 2 3' },
  { line: 'stroke-muted', dashes: '1 4' },
] as const

function looksOf(name: string, place: number): { line: string; dashes: string | undefined } {
  const ours: Readonly<Record<string, { line: string; dashes: string | undefined }>> = LOOKS
  return ours[name] ?? OWN_LOOKS[place % OWN_LOOKS.length]!
}

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
  const names = weighedIn(rising)
  const now = rising.at(-1)!.weights
  const equal = 1 / Object.keys(now).length
  return (
    <figure className="px-4 pb-4">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="w-full"
        role="img"
        aria-label={`Weights from version ${rising[0]!.version} to ${rising.at(-1)!.version}: ${Object.keys(
          now,
        )
          .map((name) => `${strategyName(name)} ${weightSaid(now[name])}`)
          .join(', ')}`}
      >
        <line x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} className="stroke-line" />
        <line x1="0" y1={y(equal)} x2={WIDTH} y2={y(equal)} className="stroke-line">
          <title>{`Equal weights, ${percent(equal, 1)}`}</title>
        </line>
        {names.map((name, place) => (
          <polyline
            key={name}
            points={stepsOf(rising, name, {
              x,
              y,
              from: isFromFirst && name in LOOKS ? INSTALLED : undefined,
            })}
            className={`fill-none ${looksOf(name, place).line}`}
            strokeWidth="2"
            strokeDasharray={looksOf(name, place).dashes}
          />
        ))}
      </svg>
      <p className="flex justify-between text-12 text-muted" aria-hidden="true">
        <span>{dayEt(new Date(first))}</span>
        <span>{dayEt(new Date(rising.at(-1)!.madeAt))}</span>
      </p>
      <figcaption className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-12 text-muted">
        {names.map((name, place) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <svg viewBox="0 0 24 4" className="h-1 w-6" aria-hidden="true">
              <line
                x1="0"
                y1="2"
                x2="24"
                y2="2"
                className={looksOf(name, place).line}
                strokeWidth="2"
                strokeDasharray={looksOf(name, place).dashes}
              />
            </svg>
            {strategyName(name)} {weightSaid(now[name])}
          </span>
        ))}
        <span>Thin line: equal weights, {percent(equal, 1)} each.</span>
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

function stepsOf(rising: readonly WeightsVersion[], name: string, { x, y, from }: Scales): string {
  const points: string[] = from === undefined ? [] : [`0,${y(from)}`]
  let height = from === undefined ? undefined : y(from)
  for (const { madeAt, weights } of rising) {
    if (height !== undefined) points.push(`${x(madeAt)},${height}`)
    // Who has come or gone has no weight.
    height = y(weights[name] ?? 0)
    points.push(`${x(madeAt)},${height}`)
  }
  return [...points, `${WIDTH},${height}`].join(' ')
}
