/** Answers about sources and their settings. */

import type { registrySourceRoutes, SourceBody } from '#shared/contracts/api/registry-sources.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { descriptorOf, sourceFaults } from '#shared/domain/source/sources.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { badFields, Refusal } from '#shared/host/refusal.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import { readRegistryCompany } from '#shared/sql/registry/companies.ts'
import {
  isInFlight,
  lockSource,
  readRegistrySources,
  removeSource,
} from '#shared/sql/registry/sources.ts'
import {
  changeSource,
  lockSources,
  readSourceToAsk,
  saveSources,
  sourceIdOf,
  type SourceChange,
} from '#shared/sql/universe/sources.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import { trackedCompany, type Making, type Parts } from './parts.ts'
import { shown, unmasked } from './shown.ts'

type AskingOne = Asking & { id: string }

export function answerSources(parts: Parts): Answers<typeof registrySourceRoutes> {
  const { sql } = parts
  return {
    'GET /registry/sources': async ({ query: { ticker, type, active } }) =>
      (await readRegistrySources(sql, { ticker, type, active })).map(shown),
    'POST /registry/sources': (asked) => addSource(parts, asked.body, asked),
    'GET /registry/sources/:id': async ({ id }) => {
      const [source] = await readRegistrySources(sql, { sourceId: id })
      return source && shown(source)
    },
    'PUT /registry/sources/:id': ({ body: { version, ...to }, ...asked }) =>
      putSource(parts, asked, to, version),
    'DELETE /registry/sources/:id': (asked) => deleteSource(parts, asked),
    'POST /registry/sources/:id/pause': (asked) => putSource(parts, asked, { active: false }),
    'POST /registry/sources/:id/resume': (asked) => putSource(parts, asked, { active: true }),
    'POST /registry/sources/:id/fetch': (asked) => fetchNow(parts, asked, asked),
  }
}

async function addSource({ sql, clock }: Parts, { ticker, ...body }: SourceBody, asked: Making) {
  const company = ticker === undefined ? undefined : await trackedCompany(sql, ticker)
  refuseFaulty({ ...body, ticker: ticker ?? '' })
  const source = {
    ...body,
    companyId: company?.companyId ?? null,
    credibilityScore: body.credibilityScore ?? descriptorOf(body.sourceType).credibility,
  }
  const sourceId = sourceIdOf(source)
  return sql.begin(async (tx) => {
    await lockSources(tx)
    const before = (await lockSource(tx, sourceId)) ?? null
    const config = unmasked(body.config, before?.config ?? {})
    const added = await saveSources(tx, [{ ...source, config }])
    const after = saved(await lockSource(tx, sourceId))
    await keepChange(tx, asked, { subject: sourceId, before, after }, clock.now())
    if (added) asked.made()
    return shown(after)
  })
}

function putSource({ sql, clock }: Parts, asked: AskingOne, to: SourceChange, madeOn?: number) {
  return sql.begin(async (tx) => {
    const before = await lockSource(tx, asked.id)
    if (!before) return undefined
    askVersion(before.sourceName, before.version, madeOn)
    const config = to.config && unmasked(to.config, before.config)
    await changeSource(tx, asked.id, { ...to, config })
    const after = saved(await lockSource(tx, asked.id))
    // A source whose settings were no good before may still be put to rest.
    if (config) refuseFaulty(after)
    await keepChange(tx, asked, { subject: asked.id, before, after }, clock.now())
    return shown(after)
  })
}

/** @throws Refusal 409 `in_flight` while it is being fetched: what comes of that would be lost. */
function deleteSource({ sql, clock }: Parts, asked: AskingOne) {
  return sql.begin(async (tx) => {
    await lockSources(tx)
    const before = await lockSource(tx, asked.id)
    if (!before) return undefined
    if (await isInFlight(tx, asked.id)) throw inFlight(before.sourceName)
    const gone = await removeSource(tx, asked.id)
    await keepChange(tx, asked, { subject: asked.id, before, after: gone }, clock.now())
    return { sourceId: asked.id, ...gone }
  })
}

/**
 * Asks for one fetch now, whatever its cadence or back-off says; its vendor's pace still holds.
 *
 * @throws Refusal 409 where it is being fetched, or where it or its company rests.
 */
function fetchNow({ sql, clock }: Parts, asked: AskingOne, { made }: Pick<Making, 'made'>) {
  return sql.begin(async (tx) => {
    // As the scheduler does: of two that ask the second finds it asked.
    await lockSources(tx)
    const source = await lockSource(tx, asked.id)
    if (!source) return undefined
    if (await isInFlight(tx, asked.id)) throw inFlight(source.sourceName)
    if (!source.active) throw resting(source.sourceName)
    const company = source.ticker && (await readRegistryCompany(tx, source.ticker))
    if (company && !company.active) throw resting(source.ticker)
    const { source: job } = saved(await readSourceToAsk(tx, asked.id))
    const now = clock.now()
    await askSources(tx, [{ ...job, scheduled_at: now.toISOString() }], 'operator', now)
    const after = saved(await lockSource(tx, asked.id))
    await keepChange(tx, asked, { subject: asked.id, before: source, after }, now)
    made()
    return shown(after)
  })
}

function inFlight(name: string): Refusal {
  return new Refusal(409, `${name} is being fetched: wait until that has ended`, 'in_flight')
}

function resting(name: string): Refusal {
  return new Refusal(409, `${name} is paused: resume it first`, 'paused')
}

/** @throws Refusal 422 naming each setting, what is wanted and what is there. */
function refuseFaulty(source: Parameters<typeof sourceFaults>[0]): void {
  const faults = sourceFaults({ ...source, allowHosts: readFetchHosts() })
  if (faults.length === 0) return
  throw badFields(
    faults.map(({ setting, says }) => ({ field: `config${setting && `.${setting}`}`, says })),
  )
}
