/** Which story a document of a trial tells, among those that were told before it. */

import { isSameStory, leadOf, type Telling } from '../../domain/document/same-story.ts'
import type { Remembered } from '../../domain/document/remembered.ts'

/** The id of the story: the first document's that tells it; filings are each their own. */
export type StoryOf = (remembered: Remembered) => string

/** Remembers what it was asked about. */
export function openStories(): StoryOf {
  const told: (Telling & { story: string })[] = []
  return ({ document, id }) => {
    if (document.documentType === 'filing') return id
    const telling = { ...document, lead: leadOf(document.summary) }
    const story = told.find((other) => isSameStory(telling, other))?.story ?? id
    told.push({ ...telling, story })
    return story
  }
}
