/** Answers about competitors: two companies are related once, whichever of them is named first. */

import type {
  CompetitorBody,
  competitorRoutes,
} from '#shared/contracts/api/registry-competitors.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { keptPair } from '#shared/domain/market/competitors.ts'
import { deriveId } from '#shared/host/ids.ts'
import { badFields, Refusal } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  addPair,
  changePair,
  lockCompetitor,
  readCompetitors,
  removePair,
  type NewPair,
} from '#shared/sql/registry/competitors.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import { askerOf, trackedCompany, type Making, type Parts } from './parts.ts'

export function answerCompetitors(parts: Parts): Answers<typeof competitorRoutes> {
  const { sql, clock } = parts
  return {
    'GET /registry/competitors': ({ query: { ticker, type } }) =>
      readCompetitors(sql, { ticker, type }),
    'POST /registry/competitors': (asked) => relate(parts, asked.body, asked),
    'PUT /registry/competitors/:id': (asked) =>
      sql.begin(async (tx) => {
        const before = await lockCompetitor(tx, asked.id)
        if (!before) return undefined
        const { version, ...to } = asked.body
        askVersion(`${before.ticker} and ${before.competitor}`, before.version, version)
        const { ticker, competitor, relationshipType, strength } = before
        const body = {
          ticker,
          competitor,
          relationshipType: to.relationshipType ?? relationshipType,
          strength: to.strength ?? strength,
        }
        await changePair(tx, await pairOf(tx, body, { id: asked.id, asked, now: clock.now() }))
        const [after] = await readCompetitors(tx, { relationshipId: asked.id })
        const told = { subject: asked.id, before, after: saved(after) }
        await keepChange(tx, asked, told, clock.now())
        return after
      }),
    'DELETE /registry/competitors/:id': (asked) =>
      sql.begin(async (tx) => {
        const before = await lockCompetitor(tx, asked.id)
        if (!before) return undefined
        await removePair(tx, asked.id)
        await keepChange(tx, asked, { subject: asked.id, before, after: null }, clock.now())
        return { done: true as const }
      }),
  }
}

function relate({ sql, clock }: Parts, body: CompetitorBody, asked: Making) {
  const { ticker, competitor } = body
  if (ticker === competitor)
    throw badFields([
      { field: 'competitor', says: `expected another company than ${ticker}, found the same` },
    ])
  return sql.begin(async (tx) => {
    const now = clock.now()
    const id = deriveId('competitor', ticker, competitor, now.toISOString(), asked.trail.traceId)
    const pair = await pairOf(tx, body, { id, asked, now })
    if (!(await addPair(tx, pair))) throw await relatedAlready(tx, body)
    const [after] = await readCompetitors(tx, { relationshipId: id })
    await keepChange(tx, asked, { subject: id, before: null, after: saved(after) }, now)
    asked.made()
    return saved(after)
  })
}

/** The pair as it is kept. */
async function pairOf(
  tx: Tx,
  { ticker, competitor, relationshipType, strength }: CompetitorBody,
  { id, asked, now }: { id: string; asked: Asking; now: Date },
): Promise<NewPair> {
  const [first, second] = keptPair(relationshipType, [ticker, competitor])
  return {
    relationshipId: id,
    companyId: (await trackedCompany(tx, first)).companyId,
    competitorId: (await trackedCompany(tx, second)).companyId,
    relationshipType,
    strength,
    changedBy: askerOf(asked),
    changedAt: now,
  }
}

async function relatedAlready(tx: Tx, { ticker, competitor }: CompetitorBody): Promise<Refusal> {
  const pairs = await readCompetitors(tx, { ticker })
  const found = pairs.find((pair) => [pair.ticker, pair.competitor].includes(competitor))
  const how = found ? `: ${found.relationshipType}, strength ${found.strength}` : ''
  return new Refusal(
    409,
    `${ticker} and ${competitor} are related already${how}`,
    'related_already',
  )
}
