/** What the world tells of itself: /world/info, /world/universe and /world/times. */

import type { Clock } from '#shared/host/clock.ts'
import { json, type WorldAnswer, type WorldRequest, type WorldRoute } from '../http/answer.ts'
import { askedMoment } from '../http/asked-moment.ts'
import type { Library } from '../contents/library.ts'
import { timesOf } from '../contents/times.ts'
import type { World } from '../contents/world.ts'

export type AboutSource = { world: World; library: Library; clock: Clock; cash: string }

const GRID_SECONDS = 300
const GRID_SECONDS_MAX = 86_400

export function aboutRoute(source: AboutSource): WorldRoute {
  return (ask) => {
    if (ask.method !== 'GET' && ask.method !== 'HEAD') return undefined
    if (ask.path === '/info') return json(200, infoOf(source))
    if (ask.path === '/universe') return json(200, universeOf(source, ask.origin))
    if (ask.path === '/times') return answerTimes(source, ask)
    return undefined
  }
}

function infoOf({ world, library, clock, cash }: AboutSource) {
  let bars = 0
  for (const list of world.bars.values()) bars += list.length
  return {
    label: world.label,
    seed: world.seed,
    from: world.from.toISOString(),
    to: world.to.toISOString(),
    now: clock.now().toISOString(),
    cash,
    counts: {
      companies: world.companies.length,
      articles: world.articles.length,
      articles_without_hour: world.articles.filter(({ hourIsSynthetic }) => hourIsSynthetic).length,
      bars,
      filings: world.filings.length,
      filings_moved: world.filings.filter(({ movedFrom }) => movedFrom !== undefined).length,
      pages: world.pages.length,
      publishers: library.publishers.length,
    },
    notes: world.notes ?? [],
  }
}

/**
 * A publisher most of whose articles name no company is offered as a source about the world. Only
 * companies that file here carry a CIK: asking for the others' filings every hour finds nothing.
 */
function universeOf({ world, library }: AboutSource, origin: string) {
  const filers = new Set(world.filings.map(({ cik }) => cik))
  return {
    label: world.label,
    companies: world.companies.map(({ cik, ...company }) =>
      cik !== undefined && filers.has(cik) ? { ...company, cik } : company,
    ),
    feeds: library.publishers.map(({ slug, name, articles, named }) => ({
      name,
      url: `${origin}/rss/${slug}.xml`,
      macro: named * 2 < articles,
      // All feeds of a world come from one host: whose each is must be said.
      owner: name,
    })),
  }
}

function answerTimes({ world }: AboutSource, { query }: WorldRequest): WorldAnswer {
  const from = askedMoment(query.get('from'), world.from)
  const to = askedMoment(query.get('to'), world.to)
  const grid = Number(query.get('grid') ?? GRID_SECONDS)
  if (!from || !to) {
    return json(400, { detail: 'Read from and to: expected ISO moments' })
  }
  if (!Number.isInteger(grid) || grid < 1 || grid > GRID_SECONDS_MAX) {
    return json(400, { detail: `Read grid: expected seconds from 1 to ${GRID_SECONDS_MAX}` })
  }
  return json(200, timesOf(world, from, to, grid))
}
