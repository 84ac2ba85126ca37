/** What happens in a simulated world, day by day: events of companies and of the world at large. */

import {
  newYorkInstant,
  nextSession,
  sessionOf,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import { openRandom, type Random } from '../contents/random.ts'
import { simulatedCompanies, type SimulatedCompany } from './companies.ts'
import { macroKinds, type MacroKind } from './macro.ts'
import { storyKinds, type StoryKind } from './stories.ts'

export type CompanyEvent = {
  id: string
  at: Date
  company: SimulatedCompany
  /** A company of the same sector, named in some sentences. */
  other: SimulatedCompany
  story: StoryKind
  /** Signed total move, as a share of the price. */
  effect: number
}

export type MacroEvent = { id: string; at: Date; story: MacroKind; effect: number }

export type Events = { company: CompanyEvent[]; macro: MacroEvent[] }

/** Share of stories that turn out otherwise than they sound. */
const WRONG_SHARE = 0.15

/** How much of what the stories name a price really moves, chance aside. */
const MOVE_SCALE = 0.7

const drawn = storyKinds.filter(({ weight }) => weight > 0)
const results = storyKinds.filter(({ weight }) => weight === 0)

/** All events from one date to another, both inclusive (YYYY-MM-DD). */
export function makeEvents(seed: number, first: string, last: string): Events {
  const events: Events = { company: [], macro: [] }
  for (let date = first; date <= last; date = shiftDate(date, 1)) {
    const random = openRandom(seed, 'events', date)
    const open = sessionOf(date) !== undefined
    const count = open ? random.whole(14, 20) : random.whole(2, 5)
    for (let index = 0; index < count; index += 1) {
      const company = random.pick(simulatedCompanies)
      const story = weighted(random, drawn)
      const at = momentOn(random, date, open)
      events.company.push(eventOf(random, { id: `${date}-${index}`, at, company, story }))
    }
    for (let index = 0; index < (open ? 3 : 1); index += 1) {
      const story = weighted(random, macroKinds)
      const effect = story.direction * random.between(story.move[0], story.move[1])
      events.macro.push({
        id: `${date}-m${index}`,
        at: momentOn(random, date, open),
        story,
        effect,
      })
    }
  }
  events.company.push(...makeResults(seed, first, last))
  return events
}

/** Quarterly results: each company on its own day, ten to forty-five days after the quarter. */
function makeResults(seed: number, first: string, last: string): CompanyEvent[] {
  const events: CompanyEvent[] = []
  for (const company of simulatedCompanies) {
    for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
      for (const month of ['01', '04', '07', '10']) {
        const random = openRandom(seed, 'results', company.ticker, year, month)
        const day = shiftDate(`${year}-${month}-01`, random.whole(10, 45))
        const date = nextSession(newYorkInstant(day, '00:00')).date
        if (date < first || date > last) continue
        const time = random.chance(0.5)
          ? `07:${two(random.whole(0, 59))}`
          : `16:${two(random.whole(5, 40))}`
        const at = newYorkInstant(date, time)
        const story = random.chance(0.55) ? results[0] : results[1]
        if (story)
          events.push(eventOf(random, { id: `${date}-${company.ticker}-q`, at, company, story }))
      }
    }
  }
  return events
}

function eventOf(random: Random, event: Omit<CompanyEvent, 'other' | 'effect'>): CompanyEvent {
  const { company, story } = event
  const rivals = simulatedCompanies.filter(
    ({ sector, ticker }) => sector === company.sector && ticker !== company.ticker,
  )
  const size = story.direction * random.between(story.move[0], story.move[1]) * MOVE_SCALE
  const effect = random.chance(WRONG_SHARE) ? -size / 2 : size
  return { ...event, other: random.pick(rivals), effect }
}

/** Half before the open, a quarter in session, a quarter after the close. */
function momentOn(random: Random, date: string, open: boolean): Date {
  const share = random.next()
  const [from, to] = !open
    ? [480, 1200]
    : share < 0.5
      ? [360, 560]
      : share < 0.75
        ? [580, 920]
        : [965, 1200]
  const minute = random.whole(from as number, to as number)
  const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(random.whole(0, 59))}`
  return newYorkInstant(date, time)
}

function weighted<T extends { weight: number }>(random: Random, kinds: readonly T[]): T {
  let rest = random.next() * kinds.reduce((sum, { weight }) => sum + weight, 0)
  for (const kind of kinds) {
    rest -= kind.weight
    if (rest < 0) return kind
  }
  return random.pick(kinds)
}

export function two(value: number): string {
  return String(value).padStart(2, '0')
}
