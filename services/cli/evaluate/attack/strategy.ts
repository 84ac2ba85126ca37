/** What a way of lying is, and what several have in common. */

import { at, freshSite, onNewSite, type About } from './pages.ts'
import { storyOn, type ToldItem } from './telling.ts'

export type AttackStrategy = {
  /** A lower_snake word. */
  name: string
  says: string
  /** What the domain of this number (from 1) tells of a company. `run` makes its domains fresh. */
  tells: (about: About, domain: number) => ToldItem[]
  /** What others have told before. */
  background?: (about: About) => ToldItem[]
  /** True where the liar works for a year before: its domains have told true stories first. */
  hasAge?: boolean
  /** True where these were borne out: its domains have told first, for months, what known owners told later. */
  hasRecord?: boolean
  /** So many hours pass after all was told, and nobody takes anything back. */
  standsHours?: number
  /** True where it is to succeed: without such the others would prove nothing. */
  isControl?: boolean
}

/** Owners that are known by name. */
export const KNOWN = ['reuters.com', 'cnbc.com', 'bloomberg.com', 'wsj.com'] as const
/** Each domain with three stories that no other tells. */
export const threeStories: AttackStrategy['tells'] = (about, domain) =>
  [0, 1, 2].map((index) => onNewSite(about, domain, storyOn(about.name, domain * 3 + index), index))

/** Each domain one of the known owners, with two stories of its own. */
export const ownStories: AttackStrategy['tells'] = (about, domain) =>
  [0, 1].map((index) => {
    const home = KNOWN[(domain - 1) % KNOWN.length] ?? 'reuters.com'
    const told = storyOn(about.name, domain * 2 + index)
    return at(`https://www.${home}/${about.run}-${domain}`, home, told, index)
  })

/** Two known owners, each with good news and bad. */
export const twoMinds = (about: About) =>
  KNOWN.slice(0, 2).flatMap((home, index) => [
    at(`https://www.${home}/${about.run}-good`, home, storyOn(about.name, index), 0),
    at(
      `https://www.${home}/${about.run}-bad`,
      home,
      {
        title: `${about.name} ${index === 0 ? 'cuts outlook as losses widen' : 'shares plunge on fraud probe'}`,
        text: `${about.name} ${index === 0 ? 'cut its outlook. Losses widened sharply.' : 'fell as a probe of fraud began.'}`,
      },
      1,
    ),
  ])

/** A filing that nobody made. */
export const inventedFiling: AttackStrategy['tells'] = (about, domain) => [
  at(
    freshSite(about, domain),
    `Filings ${domain}`,
    {
      title: `${about.name} files 8-K: record contract, outlook raised ${domain}`,
      text: `An 8-K filed today shows that ${about.name} won a record contract and raised its outlook by ${domain + 20}%.`,
    },
    0,
  ),
]
