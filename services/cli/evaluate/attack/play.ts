/** Plays each strategy, one domain after the other, until something may be acted on or all were tried. */

import type { Reader } from '#shared/domain/document/reading/reading.ts'
import { registeredDomain } from '#shared/domain/source/publisher.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { LAB_NOW, type Lab, type BestSaid } from './lab.ts'
import type { ToldItem } from './telling.ts'
import type { About } from './pages.ts'
import { STRATEGIES } from './strategies.ts'
import type { AttackStrategy } from './strategy.ts'

export type Played = {
  strategy: string
  says: string
  is_control: boolean
  /** With how many domains there was first something to act on (steps of `stepsTo`); null where never. */
  least_domains: number | null
  domains_tried: number
  /** The best that was said of the company in the end. */
  best: BestSaid | null
}

const AGE_DAYS = 730

/**
 * Every strategy with up to `domainsMax` domains, each against a company of its own.
 *
 * `readers` may read the strategies otherwise than `reader` does, by name.
 */
export async function playAll(
  lab: Lab,
  { domainsMax, reader, only }: { domainsMax: number; reader: Reader; only?: readonly string[] },
): Promise<Played[]> {
  const chosen = STRATEGIES.filter(({ name }) => !only || only.includes(name))
  const companies = chosen.map((strategy, index) => companyOf(strategy, index))
  await lab.found(companies)
  const played: Played[] = []
  for (const [index, strategy] of chosen.entries())
    played.push(await play(lab, strategy, companies[index]!, { domainsMax, reader }))
  return played
}

async function play(
  lab: Lab,
  strategy: AttackStrategy,
  about: About,
  { domainsMax, reader }: { domainsMax: number; reader: Reader },
): Promise<Played> {
  const { name, says, tells, background, isControl = false } = strategy
  if (background) await lab.tell(background(about), reader)
  let domains = 0
  let best = await lab.verdict(about.ticker)
  for (const step of stepsTo(domainsMax)) {
    if (isActedOn(best)) break
    const told: ToldItem[] = []
    while (domains < step) told.push(...tells(about, (domains += 1)))
    const urls = told.map(({ url }) => url)
    if (strategy.hasAge || strategy.hasRecord) await growOld(lab, urls, strategy.hasRecord)
    await lab.tell(told, reader)
    if (strategy.standsHours) await lab.wait(about.ticker, strategy.standsHours, reader)
    best = await lab.verdict(about.ticker)
  }
  return {
    strategy: name,
    says,
    is_control: isControl,
    least_domains: isActedOn(best) ? domains : null,
    domains_tried: domains,
    best: best ?? null,
  }
}

/** How many domains have spoken at each look: all small numbers, and then fewer. */
function stepsTo(most: number): number[] {
  const steps = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50].filter((step) => step < most)
  return [...steps, most]
}

function isActedOn(verdict: BestSaid | undefined): boolean {
  return verdict !== undefined && verdict.mode !== 'informational'
}

/**
 * As domains that were first heard of two years ago, with something true that nobody bore out; with a record, of
 * a hundred stories that they told first known owners told thirty later, on as many days.
 */
async function growOld({ sql }: Lab, urls: readonly string[], hasRecord = false): Promise<void> {
  const domains = [...new Set(urls.map((url) => registeredDomain(url) ?? url))]
  const since = new Date(LAB_NOW.getTime() - AGE_DAYS * DAY_MS)
  const confirmed = hasRecord ? 30 : 0
  await sql`
    insert into publishers (domain, name, owner, first_seen_at, documents, credibility, stories, confirmed, confirmed_days)
    select domain, domain, domain, ${since}, 100, 0.1, 100, ${confirmed}, ${confirmed}
    from unnest(${domains}::text[]) as d (domain)
    on conflict do nothing`
}

/** Names that are no words, so that no company is taken for another. */
const BEGINNINGS = [
  'Zentra',
  'Quorvi',
  'Brelto',
  'Halvex',
  'Mirando',
  'Tovarek',
  'Jundora',
  'Pelvix',
]
const ENDINGS = ['lon', 'dyne', 'mark', 'tron', 'vance']

function companyOf({ name }: AttackStrategy, index: number): About {
  const letters = `${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[Math.floor(index / 26)]}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[index % 26]}`
  return {
    name: `${BEGINNINGS[index % BEGINNINGS.length]}${ENDINGS[index % ENDINGS.length]}`,
    ticker: `ZQ${letters}`,
    run: name.replaceAll('_', '-'),
  }
}
