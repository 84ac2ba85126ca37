/** Tellings by their shingles, so that one is compared with those alone that it may be one story with. */

import { areOneStory, readTelling, type ReadTelling, type Telling } from './same-story.ts'

export type StoryIndex<T extends Telling> = {
  add(telling: T): void
  /** Those that tell the same story, in the order in which they were added. */
  sameAs(telling: T): T[]
}

export function openStoryIndex<T extends Telling>(): StoryIndex<T> {
  const added: { telling: T; read: ReadTelling }[] = []
  const placesOf = new Map<string, number[]>()
  return {
    add(telling) {
      const read = readTelling(telling)
      for (const shingle of read.shingles) {
        const places = placesOf.get(shingle)
        if (places) places.push(added.length)
        else placesOf.set(shingle, [added.length])
      }
      added.push({ telling, read })
    },
    sameAs(telling) {
      const read = readTelling(telling)
      const near = new Set([...read.shingles].flatMap((shingle) => placesOf.get(shingle) ?? []))
      return [...near]
        .sort((a, b) => a - b)
        .map((place) => added[place]!)
        .filter((other) => areOneStory(read, other.read))
        .map((other) => other.telling)
    },
  }
}

/** A telling and the story that it was given. */
export type PlacedTelling = Telling & { documentId: string; storyId: string }

/** Of several that tell one story the first told stands first; at one moment, by id. */
export function firstToldFirst(one: PlacedTelling, other: PlacedTelling): number {
  return (
    one.publishedAt.getTime() - other.publishedAt.getTime() ||
    (one.documentId < other.documentId ? -1 : 1)
  )
}
