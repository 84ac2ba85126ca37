/** The scaling of the pipeline as a table, as lines of what changed, or as JSON. */

import { shortened } from '#shared/domain/document/text/cut.ts'
import { formatTable } from '../table.ts'
import type { Replicas, ScaleRow, Scaling } from './scale-rows.ts'

export type ScaleView = {
  /** Where it was read: a context and a namespace, or this machine. */
  from: string
  stages: ScaleRow[]
  /** What could not be read, in words. */
  missing: string[]
}

const WORDS_MAX = 60
const HEADINGS = [
  'stage',
  'waiting',
  'in flight',
  'paused by',
  'pump',
  'function',
  'mode',
  'last scaling',
  'ready',
] as const

/** @param now epoch ms, for how long ago the last scaling was */
export function describeScale({ from, stages, missing }: ScaleView, now: number): string {
  const table = formatTable(
    HEADINGS,
    stages.map((row) => [
      row.stage,
      row.waiting ?? '?',
      row.in_flight ?? '?',
      row.paused.join(', ') || '-',
      ratio(row.pump),
      ratio(row.function),
      row.mode ?? '?',
      describeScaling(row.last_scaling, now),
      describeReady(row),
    ]),
  )
  return [from, '', table, ...missing.map((words) => `! ${words}`)].join('\n')
}

/** One line a stage whose row is not as it was. */
export function describeChanges(
  before: readonly ScaleRow[],
  after: readonly ScaleRow[],
  now: number,
): string[] {
  const known = new Set(before.map((row) => JSON.stringify(row)))
  return after
    .filter((row) => !known.has(JSON.stringify(row)))
    .map((row) => {
      const paused = row.paused.length > 0 ? `  paused by ${row.paused.join(', ')}` : ''
      return [
        new Date(now).toISOString().slice(11, 19),
        row.stage.padEnd(14),
        `waiting ${row.waiting ?? '?'}`.padEnd(13),
        `in flight ${row.in_flight ?? '?'}`.padEnd(14),
        `pump ${ratio(row.pump)}`.padEnd(9),
        `function ${ratio(row.function)}`.padEnd(13),
        `${describeReady(row)}${paused}`,
      ].join('  ')
    })
}

/** Ready of desired. */
function ratio(replicas: Replicas | null): string {
  return replicas ? `${replicas.ready}/${replicas.desired}` : '-'
}

function describeReady({ ready, words }: ScaleRow): string {
  if (words === '') return 'yes'
  // Knative says first which revision it was, which the stage tells already.
  const line = words.replace(/Revision "[^"]*" failed with message: /, '').replaceAll(/\s+/g, ' ')
  return `${ready ? 'yes, but' : 'no:'} ${shortened(line, WORDS_MAX)}`
}

function describeScaling(scaling: Scaling | null, now: number): string {
  return scaling ? `${age(now - Date.parse(scaling.at))} ago: ${scaling.words}` : '-'
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800
    ? `${Math.floor(seconds / 3_600)} h`
    : `${Math.floor(seconds / 86_400)} d`
}
