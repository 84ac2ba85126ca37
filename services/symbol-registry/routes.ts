/** The symbol registry's answers: which companies are tracked, by which names, from which sources. */

import type { RoutesOf } from '#shared/contracts/api/catalogue.ts'
import type { SourceBody } from '#shared/contracts/api/registry.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { UniverseCompany } from '#shared/contracts/universe.ts'
import { descriptorOf, sourceFaults } from '#shared/domain/source/sources.ts'
import { Refusal } from '#shared/host/refusal.ts'
import {
  readCompanies,
  readCompany,
  replaceAliases,
  saveAliases,
  saveCompanies,
  setCompanyActive,
} from '#shared/sql/universe/companies.ts'
import type { Sql } from '#shared/sql/open.ts'
import {
  changeSource,
  readSources,
  saveSources,
  sourceIdOf,
  type SourceChange,
} from '#shared/sql/universe/sources.ts'
import { companySources } from '#shared/sql/universe/seed.ts'

export function answerRegistry(sql: Sql): Answers<RoutesOf<'symbol-registry'>> {
  return {
    'GET /registry/companies': ({ query: { active } }) =>
      readCompanies(sql, active === undefined ? {} : { active }),
    'POST /registry/companies': ({ body, made }) => addCompany(sql, body, made),
    'GET /registry/companies/:id': async ({ id }) => {
      const company = await readCompany(sql, id)
      return company && { ...company, sources: await readSources(sql, { ticker: id }) }
    },
    'PUT /registry/companies/:id': async ({ id, body: { active } }) => {
      await sql.begin((tx) => setCompanyActive(tx, id, active))
      return readCompany(sql, id)
    },
    'GET /registry/companies/:id/aliases': async ({ id }) => (await readCompany(sql, id))?.aliases,
    'POST /registry/companies/:id/aliases': async ({ id, body: { alias }, made }) => {
      await sql.begin((tx) => saveAliases(tx, [{ ticker: id, alias }]))
      made()
      return (await readCompany(sql, id))?.aliases
    },
    'PUT /registry/companies/:id/aliases': async ({ id, body: { aliases } }) => {
      const company = await readCompany(sql, id)
      if (!company) return undefined
      await sql.begin((tx) => replaceAliases(tx, company.companyId, aliases))
      return (await readCompany(sql, id))?.aliases
    },
    'GET /registry/sources': ({ query: { ticker } }) =>
      readSources(sql, ticker === undefined ? {} : { ticker }),
    'POST /registry/sources': ({ body, made }) => addSource(sql, body, made),
    'PUT /registry/sources/:id': ({ id, body }) => putSource(sql, id, body),
  }
}

/** `made` is told where it is new, rather than known and brought up to date. */
async function addCompany(sql: Sql, company: UniverseCompany, made: () => void) {
  const added = await sql.begin(async (tx) => {
    const count = await saveCompanies(tx, [company])
    await saveSources(tx, companySources(company))
    return count
  })
  if (added) made()
  return saved(await readCompany(sql, company.ticker))
}

async function addSource(sql: Sql, { ticker, ...body }: SourceBody, made: () => void) {
  const company = ticker === undefined ? undefined : await readCompany(sql, ticker)
  if (ticker !== undefined && !company) throw new Refusal(404, `${ticker} is not tracked`)
  refuseFaulty({ ...body, ticker: ticker ?? '' })
  const source = {
    ...body,
    companyId: company?.companyId ?? null,
    credibilityScore: body.credibilityScore ?? descriptorOf(body.sourceType).credibility,
  }
  const added = await sql.begin((tx) => saveSources(tx, [source]))
  if (added) made()
  const sourceId = sourceIdOf(source)
  return saved((await readSources(sql)).find((each) => each.sourceId === sourceId))
}

function putSource(sql: Sql, sourceId: string, change: SourceChange) {
  return sql.begin(async (tx) => {
    const changed = await changeSource(tx, sourceId, change)
    // A source whose settings were no good before may still be put to rest.
    if (changed && change.config) refuseFaulty(changed)
    return changed
  })
}

/** What was just written: nothing here takes it away again. */
function saved<T>(found: T | undefined): T {
  if (found === undefined) throw new RangeError('Read what was just written: it is not there')
  return found
}

/** @throws Refusal 422 naming each setting, what is wanted and what is there. */
function refuseFaulty(source: Parameters<typeof sourceFaults>[0]): void {
  const faults = sourceFaults(source)
  if (faults.length === 0) return
  const said = faults.map(({ setting, says }) => `config${setting && `.${setting}`}: ${says}`)
  throw new Refusal(422, said.join('; '))
}
