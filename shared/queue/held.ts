/** What the depth says of each stage's work, as metrics need it: with ids and claim times. */

import { UUID_PATTERN } from '../contracts/primitives.ts'
import type { ListName, StageName } from '../pipeline.ts'
import { putOffOf, type Depth, type StageDepth } from './depth.ts'

const UUID = new RegExp(`^${UUID_PATTERN}$`)

export type StageHeld = {
  inFlight: number
  inBackOff: number
  putOff: number
  /** Real seconds since the job in work longest was claimed; 0 when none is. */
  oldestSeconds: number
}

export type HeldJobs = {
  pending: Record<ListName, number>
  stages: Record<StageName, StageHeld>
  /** Jobs of record that are in flight. */
  jobIds: string[]
}

export function toHeld({ lists, stages, at }: Depth): HeldJobs {
  const all = Object.values<StageDepth>(stages)
  return {
    pending: mapValues(lists, ({ pending }) => pending),
    stages: mapValues(stages, ({ inFlight, holders }) => ({
      inFlight,
      ...judge(Object.values(holders), at),
    })),
    jobIds: all.flatMap(({ holders }) => Object.keys(holders)).filter((id) => UUID.test(id)),
  }
}

function mapValues<K extends string, T, U>(
  from: Record<K, T>,
  make: (value: T) => U,
): Record<K, U> {
  return Object.fromEntries(
    Object.entries<T>(from).map(([key, value]) => [key, make(value)]),
  ) as Record<K, U>
}

/** A holder reads `<seconds>.<microseconds>.<delivery> <list>`, `- <list>` in back-off, `~<until> <list>` put off. */
function judge(holders: readonly string[], now: number): Omit<StageHeld, 'inFlight'> {
  const claimedAt = holders.flatMap((holder) => {
    const [, seconds, micros] = /^(\d+)\.(\d+)\./.exec(holder) ?? []
    return seconds === undefined ? [] : [Number(seconds) + Number(micros) / 1e6]
  })
  const putOff = putOffOf(holders).jobs
  return {
    inBackOff: holders.length - claimedAt.length - putOff,
    putOff,
    oldestSeconds: claimedAt.length === 0 ? 0 : Math.max(0, now - Math.min(...claimedAt)),
  }
}
