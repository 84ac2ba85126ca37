/** Articles about simulated events: several by several publishers for each, so that trends form. */

import { hexOf, openRandom, type Random } from '../contents/random.ts'
import { byTime } from '../replay/news.ts'
import type { WorldArticle } from '../contents/world.ts'
import { two, type CompanyEvent, type Events, type MacroEvent } from './events.ts'

const PUBLISHERS = ['Meridian Wire', 'Harbor Street Journal', 'Tickerside', 'Ledger Post'] as const
const MACRO_PUBLISHERS = ['Worldview Desk', 'Worldview Desk', 'Meridian Wire'] as const
const FIRMS = [
  'Corvane Research',
  'Bellmoor Securities',
  'Northgate Partners',
  'Ashdown Capital',
] as const
const REGIONS = [
  'Asia',
  'Europe',
  'North America',
  'Latin America',
  'China',
  'Germany',
  'the Middle East',
] as const
const QUARTERS = ['fourth-quarter', 'first-quarter', 'second-quarter', 'third-quarter'] as const
const AFTER: Readonly<Record<string, readonly string[]>> = {
  '1': [
    'Shares were indicated higher.',
    'Investors welcomed the news.',
    'The stock could rally, traders said.',
  ],
  '-1': [
    'Shares were indicated lower.',
    'Investors sold on the news.',
    'The stock could fall further, traders said.',
  ],
  '0': ['Shares were little changed.', 'Analysts kept their estimates.'],
}
/** What is said where the reporter found somebody of another opinion. */
const DOUBTS: Readonly<Record<string, readonly string[]>> = {
  '1': [
    'Some analysts remained sceptical, citing weak margins and rising costs.',
    'The stock fell anyway, as {firm} warned that the valuation is expensive.',
  ],
  '-1': [
    'The stock recovered later, as {firm} called the worries overblown and kept its buy rating.',
    'Some investors stayed optimistic, citing strong cash flow and solid growth.',
  ],
  '0': ['Opinions on the stock differ.'],
}
const DOUBTED_SHARE = 0.2
/** Minutes between the first report and the last that follows it. */
const FOLLOW_UP_MINUTES = 26 * 60

/** Articles of all events that are published in [from, to), ordered by time. */
export function makeArticles(seed: number, events: Events, from: Date, to: Date): WorldArticle[] {
  return [
    ...events.company.flatMap((event) => aboutCompany(seed, event)),
    ...events.macro.flatMap((event) => aboutWorld(seed, event)),
  ]
    .filter(({ publishedAt }) => publishedAt >= from && publishedAt < to)
    .sort(byTime)
}

function aboutCompany(seed: number, event: CompanyEvent): WorldArticle[] {
  const { company, other, story } = event
  const random = openRandom(seed, 'articles', event.id)
  const facts = { ...factsOf(random, event.at), ...namesOf(event) }
  const count = story.direction === 0 ? random.whole(1, 2) : random.whole(2, 6)
  return tell(random, event, { count, publishers: PUBLISHERS }, (title, body, index) => {
    const doubted = random.chance(DOUBTED_SHARE)
    const after = random.pick((doubted ? DOUBTS : AFTER)[String(story.direction)] ?? [''])
    const text = fill([...body, after].join(' '), facts)
    const headline = fill(title, facts)
    const names = `${headline} ${text}`.includes(other.alias)
    return {
      id: hexOf(16, seed, event.id, index),
      title: headline,
      description: text,
      tickers: names ? [company.ticker, other.ticker] : [company.ticker],
    }
  })
}

function namesOf({ company, other }: CompanyEvent): Record<string, string> {
  const { ticker, name, alias, product } = company
  return { ticker, name, alias, product, other: other.alias }
}

function aboutWorld(seed: number, event: MacroEvent): WorldArticle[] {
  const random = openRandom(seed, 'articles', event.id)
  const facts = factsOf(random, event.at)
  const size = { count: random.whole(2, 4), publishers: MACRO_PUBLISHERS }
  return tell(random, event, size, (title, body, index) => ({
    id: hexOf(16, seed, event.id, index),
    title: fill(title, facts),
    description: fill(body.join(' '), facts),
    tickers: [],
  }))
}

type Told = { at: Date; story: { headlines: readonly string[]; sentences: readonly string[] } }
type Size = { count: number; publishers: readonly string[] }
type Written = Pick<WorldArticle, 'id' | 'title' | 'description' | 'tickers'>

/** The first report at the event's moment, the others spread over the day that follows. */
function tell(
  random: Random,
  { at, story }: Told,
  { count, publishers }: Size,
  write: (title: string, body: string[], index: number) => Written,
): WorldArticle[] {
  const turn = random.whole(0, publishers.length - 1)
  return Array.from({ length: count }, (_, index): WorldArticle => {
    const share = random.next() * random.next()
    const seconds = index === 0 ? 0 : 300 + Math.floor(share * FOLLOW_UP_MINUTES * 60)
    const wanted = random.whole(2, Math.min(3, story.sentences.length))
    const start = random.whole(0, story.sentences.length - 1)
    const body = Array.from(
      { length: wanted },
      (_unused, step) => story.sentences[(start + step) % story.sentences.length] as string,
    )
    const title = story.headlines[(index + turn) % story.headlines.length] as string
    return {
      ...write(title, body, index),
      publisher: publishers[(index + turn) % publishers.length] as string,
      publishedAt: new Date(at.getTime() + seconds * 1000),
      hourIsSynthetic: false,
    }
  })
}

/** Numbers and names that all reports of one event agree on. */
function factsOf(random: Random, at: Date): Record<string, string> {
  const millions = random.whole(40, 980)
  return {
    pct: String(random.whole(3, 24)),
    money: random.chance(0.4) ? `$${(millions / 100).toFixed(1)} billion` : `$${millions} million`,
    eps: `$${random.whole(0, 4)}.${two(random.whole(5, 99))}`,
    firm: random.pick(FIRMS),
    region: random.pick(REGIONS),
    quarter: QUARTERS[Math.floor(at.getUTCMonth() / 3)] as string,
  }
}

function fill(text: string, facts: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => facts[name] ?? slot)
}
