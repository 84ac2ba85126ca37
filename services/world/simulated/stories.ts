/** What a simulated newsroom writes about companies: kinds of event and the words they come in. */

import { badStories } from './bad-stories.ts'
import { goodStories } from './good-stories.ts'

export type StoryKind = {
  kind: string
  /** 1 lifts the price, −1 presses it, 0 does neither. */
  direction: 1 | 0 | -1
  /** Size of the move over five sessions, as a share of the price: at least, at most. */
  move: readonly [number, number]
  /** How often it is drawn beside the others; 0: only by the calendar of results. */
  weight: number
  /** The 8-K item it is filed under, where it is filed. */
  item?: string
  /** `{…}` is filled from the event's facts. */
  headlines: readonly string[]
  sentences: readonly string[]
}

const routine: StoryKind = {
  kind: 'routine',
  direction: 0,
  move: [0, 0],
  weight: 12,
  headlines: [
    '{alias} to present at investor conference',
    '{name} schedules annual meeting of shareholders',
    'A closer look at {alias} and its {product} business',
    '{alias} names new head of operations in {region}',
  ],
  sentences: [
    '{name} will take part in a conference hosted by {firm}.',
    'The company makes {product} and operates in {region}.',
    'No change to earlier statements is planned.',
    'Trading volume was in line with its average.',
  ],
}

export const storyKinds: readonly StoryKind[] = [...goodStories, ...badStories, routine]
