/** Liars who were honest for months: their sites earned a record by telling first what known owners told later. */

import { at, type About } from './pages.ts'
import { inventedFiling, threeStories, twoMinds, type AttackStrategy } from './strategy.ts'
import { storyOn } from './telling.ts'

/** Two true stories of one known owner: news that nobody has borne out yet. */
const oneOwner = (about: About) =>
  [0, 1].map((index) =>
    at(
      `https://www.reuters.com/${about.run}-true`,
      'Reuters',
      storyOn(about.name, index + 90),
      index,
    ),
  )

export const sleeperStrategies: readonly AttackStrategy[] = [
  {
    name: 'sleepers',
    says: 'each domain earned a record in half a year of honest work, and lies now',
    hasRecord: true,
    tells: threeStories,
  },
  {
    name: 'sleepers_beside_owner',
    says: 'one known owner tells true good news, and such sleepers bear it out with lies of their own',
    hasRecord: true,
    background: oneOwner,
    tells: threeStories,
  },
  {
    name: 'sleepers_file',
    says: 'beside the same true news sleepers tell of filings that nobody made',
    hasRecord: true,
    background: oneOwner,
    tells: inventedFiling,
  },
  {
    name: 'sleepers_tip_scale',
    says: 'known owners are of two minds, and sleepers all of one',
    hasRecord: true,
    background: twoMinds,
    tells: threeStories,
  },
]
