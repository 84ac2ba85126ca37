/** The symbol registry's answers: which companies are tracked, by which names, from which sources. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { SourceBody } from '#shared/contracts/api/registry.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { UniverseCompany } from '#shared/contracts/universe.ts'
import { descriptorOf, sourceFaults } from '#shared/domain/source/sources.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { Refusal } from '#shared/host/refusal.ts'
import {
  readCompanies,
  readCompany,
  replaceAliases,
  saveAliases,
  saveCompanies,
  setCompanyActive,
  type Company,
} from '#shared/sql/universe/companies.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import {
  changeSource,
  readSources,
  saveSources,
  sourceIdOf,
  type SourceChange,
} from '#shared/sql/universe/sources.ts'
import { companySources } from '#shared/sql/universe/seed.ts'
import { shown, unmasked } from './shown.ts'

type Parts = { sql: Sql; clock: Clock }
type Making = Asking & { made(): void }

export function answerRegistry({ sql, clock }: Parts): Answers<RoutesOf<'symbol-registry'>> {
  const parts = { sql, clock }
  return {
    'GET /registry/companies': ({ query: { active } }) =>
      readCompanies(sql, active === undefined ? {} : { active }),
    'POST /registry/companies': (asked) => addCompany(parts, asked.body, asked),
    'GET /registry/companies/:id': async ({ id }) => {
      const company = await readCompany(sql, id)
      return company && { ...company, sources: await shownSources(sql, id) }
    },
    'PUT /registry/companies/:id': (asked) =>
      change(parts, asked, (tx) => setCompanyActive(tx, asked.id, asked.body.active)),
    'GET /registry/companies/:id/aliases': async ({ id }) => (await readCompany(sql, id))?.aliases,
    'POST /registry/companies/:id/aliases': async (asked) => {
      const alias = { ticker: asked.id, alias: asked.body.alias }
      const changed = await change(parts, asked, (tx) => saveAliases(tx, [alias]))
      asked.made()
      return changed?.aliases
    },
    'PUT /registry/companies/:id/aliases': async (asked) =>
      (
        await change(parts, asked, (tx, { companyId }) =>
          replaceAliases(tx, companyId, asked.body.aliases),
        )
      )?.aliases,
    'GET /registry/sources': ({ query: { ticker } }) => shownSources(sql, ticker),
    'POST /registry/sources': (asked) => addSource(parts, asked.body, asked),
    'PUT /registry/sources/:id': (asked) => putSource(parts, asked.id, asked.body, asked),
  }
}

async function shownSources(sql: Sql, ticker: string | undefined) {
  return (await readSources(sql, ticker === undefined ? {} : { ticker })).map(shown)
}

/** Changes a company, and tells the audit how it was and how it is; undefined where there is none. */
function change(
  { sql, clock }: Parts,
  asked: Asking & { id: string },
  make: (tx: Tx, company: Company) => Promise<unknown>,
): Promise<Company | undefined> {
  return sql.begin(async (tx) => {
    const before = await readCompany(tx, asked.id)
    if (!before) return undefined
    await make(tx, before)
    const after = saved(await readCompany(tx, asked.id))
    await keepChange(tx, asked, { subject: asked.id, before, after }, clock.now())
    return after
  })
}

/** `made` is told where it is new, rather than known and brought up to date. */
function addCompany({ sql, clock }: Parts, company: UniverseCompany, asked: Making) {
  return sql.begin(async (tx) => {
    const before = (await readCompany(tx, company.ticker)) ?? null
    const added = await saveCompanies(tx, [company])
    await saveSources(tx, companySources(company))
    const after = saved(await readCompany(tx, company.ticker))
    await keepChange(tx, asked, { subject: company.ticker, before, after }, clock.now())
    if (added) asked.made()
    return after
  })
}

async function addSource({ sql, clock }: Parts, { ticker, ...body }: SourceBody, asked: Making) {
  const company = ticker === undefined ? undefined : await readCompany(sql, ticker)
  if (ticker !== undefined && !company) throw new Refusal(404, `${ticker} is not tracked`)
  refuseFaulty({ ...body, ticker: ticker ?? '' })
  const source = {
    ...body,
    companyId: company?.companyId ?? null,
    credibilityScore: body.credibilityScore ?? descriptorOf(body.sourceType).credibility,
  }
  const sourceId = sourceIdOf(source)
  return sql.begin(async (tx) => {
    const before = (await readSource(tx, sourceId)) ?? null
    const config = unmasked(body.config, before?.config ?? {})
    const added = await saveSources(tx, [{ ...source, config }])
    const after = saved(await readSource(tx, sourceId))
    await keepChange(tx, asked, { subject: sourceId, before, after }, clock.now())
    if (added) asked.made()
    return shown(after)
  })
}

function putSource({ sql, clock }: Parts, sourceId: string, to: SourceChange, asked: Asking) {
  return sql.begin(async (tx) => {
    const before = await readSource(tx, sourceId)
    if (!before) return undefined
    const config = to.config && unmasked(to.config, before.config)
    const after = saved(await changeSource(tx, sourceId, { ...to, config }))
    // A source whose settings were no good before may still be put to rest.
    if (config) refuseFaulty(after)
    await keepChange(tx, asked, { subject: sourceId, before, after }, clock.now())
    return shown(after)
  })
}

async function readSource(tx: Tx, sourceId: string) {
  return (await readSources(tx)).find((source) => source.sourceId === sourceId)
}

/** What was just written: nothing here takes it away again. */
function saved<T>(found: T | undefined): T {
  if (found === undefined) throw new RangeError('Read what was just written: it is not there')
  return found
}

/** @throws Refusal 422 naming each setting, what is wanted and what is there. */
function refuseFaulty(source: Parameters<typeof sourceFaults>[0]): void {
  const faults = sourceFaults({ ...source, allowHosts: readFetchHosts() })
  if (faults.length === 0) return
  const said = faults.map(({ setting, says }) => `config${setting && `.${setting}`}: ${says}`)
  throw new Refusal(422, said.join('; '))
}
