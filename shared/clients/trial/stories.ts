/** Which story a document of a trial tells, among those that were told before it: as the store finds it. */

import { leadOf } from '../../domain/document/same-story.ts'
import type { Remembered } from '../../domain/document/remembered.ts'
import {
  firstToldFirst,
  openStoryIndex,
  type PlacedTelling,
} from '../../domain/document/story-index.ts'

/** The id of the story: the first document's that tells it; filings are each their own. */
export type StoryOf = (remembered: Remembered) => string

/** Remembers what it was asked about. */
export function openStories(): StoryOf {
  const index = openStoryIndex<PlacedTelling>()
  return ({ document, id }) => {
    if (document.documentType === 'filing') return id
    const { title, publishedAt, summary } = document
    const told = { documentId: id, storyId: id, title, lead: leadOf(summary), publishedAt }
    const [first] = index.sameAs(told).sort(firstToldFirst)
    if (first) told.storyId = first.storyId
    index.add(told)
    return told.storyId
  }
}
