/** What was told of late, for whoever was cut off meanwhile: it need not take everything for changed. */

import { randomUUID } from 'node:crypto'
import type { Topic } from '#shared/contracts/api/topics.ts'

/** So many messages, the latest. */
const KEPT = 600

export type Past = {
  /** Notes what is told now, and returns the id that it goes by. */
  note(topics: readonly Topic[]): string
  /** What was told after the message of this id; undefined where that is not known. */
  since(id: string): Topic[] | undefined
  /** The id of the latest message. */
  id(): string
  /** What follows hangs together with nothing of before. */
  forget(): void
}

export function openPast(): Past {
  let told: (readonly Topic[])[] = []
  /** Of another process, or of before a pause, an id means nothing. */
  let era = randomUUID().slice(0, 8)
  let count = 0
  return {
    note(topics) {
      count += 1
      told.push(topics)
      if (told.length > KEPT) told = told.slice(-KEPT)
      return `${era}.${count}`
    },
    since(id) {
      const [its, place] = id.split('.')
      const missed = count - Number(place)
      if (its !== era || !Number.isInteger(missed) || missed < 0 || missed > told.length)
        return undefined
      return [...new Set(told.slice(told.length - missed).flat())]
    },
    id: () => `${era}.${count}`,
    forget() {
      told = []
      count = 0
      era = randomUUID().slice(0, 8)
    },
  }
}
