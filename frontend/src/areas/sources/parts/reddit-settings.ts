/** What a form asks of a source of posts. */

import type { Setting } from './settings.ts'

export const redditSettings: readonly Setting[] = [
  { name: 'subreddits', words: 'Subreddits', hint: 'With commas: stocks, investing' },
  {
    name: 'listing',
    words: 'Which posts',
    otherwise: 'new',
    choices: [
      ['new', 'the newest'],
      ['hot', 'the hottest'],
    ],
  },
  {
    name: 'nsfw',
    words: 'Posts not for all eyes',
    isFlag: true,
    choices: [
      ['', 'left out'],
      ['true', 'taken'],
    ],
  },
]
