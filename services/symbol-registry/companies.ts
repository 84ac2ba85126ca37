/** Answers about companies and their names. */

import {
  HANGING_MAX,
  type registryCompanyRoutes,
} from '#shared/contracts/api/registry-companies.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { UniverseCompany } from '#shared/contracts/universe.ts'
import { readTicker } from '#shared/domain/market/ticker.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  changeCompany,
  lockCompany,
  readHanging,
  readListsOf,
  readNamesakes,
  readRegistryCompanies,
  readRegistryCompany,
  removeAlias,
  removeCompany,
} from '#shared/sql/registry/companies.ts'
import { readRegistrySources } from '#shared/sql/registry/sources.ts'
import { tellNow } from '#shared/sql/universe/tracking.ts'
import { replaceAliases, saveAliases } from '#shared/sql/universe/aliases.ts'
import { saveCompanies } from '#shared/sql/universe/companies.ts'
import { readPrimaryOf } from '#shared/sql/universe/securities.ts'
import type { RegistryCompany } from '#shared/contracts/api/registry-companies.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import { saveOwnSources } from './own-sources.ts'
import type { Making, Parts } from './parts.ts'
import { shown } from './shown.ts'

export function answerCompanies(parts: Parts): Answers<typeof registryCompanyRoutes> {
  const { sql } = parts
  return {
    'GET /registry/companies': ({ query: { active, sector } }) =>
      readRegistryCompanies(sql, { active, sector }),
    'POST /registry/companies': (asked) => addCompany(parts, asked.body, asked),
    'GET /registry/companies/:id': ({ id }) => showCompany(parts, id),
    'PUT /registry/companies/:id': (asked) =>
      change(parts, asked, asked.body.version, (tx, { companyId }) =>
        changeCompany(tx, companyId, asked.body),
      ),
    'DELETE /registry/companies/:id': (asked) => deleteCompany(parts, asked),
    'GET /registry/companies/:id/aliases': async ({ id }) =>
      (await readRegistryCompany(sql, id))?.aliases,
    'POST /registry/companies/:id/aliases': async (asked) => {
      const alias = { ticker: asked.id, alias: asked.body.alias }
      const changed = await change(parts, asked, undefined, async (tx, company) => {
        await askNames(tx, company, [alias.alias])
        await saveAliases(tx, [alias])
      })
      asked.made()
      return changed?.aliases
    },
    'PUT /registry/companies/:id/aliases': async (asked) => {
      const { aliases, version } = asked.body
      const changed = await change(parts, asked, version, async (tx, company) => {
        await askNames(tx, company, aliases)
        await replaceAliases(tx, company.companyId, aliases)
      })
      return changed?.aliases
    },
    'DELETE /registry/companies/:id/aliases': async (asked) => {
      const { alias } = asked.body
      const changed = await change(parts, asked, undefined, async (tx, { companyId, ticker }) => {
        if (!(await removeAlias(tx, companyId, alias)))
          throw new Refusal(404, `${ticker} has no name "${alias}"`)
      })
      return changed?.aliases
    },
  }
}

async function showCompany({ sql }: Parts, ticker: string) {
  const company = await readRegistryCompany(sql, ticker)
  if (!company) return undefined
  const [sources, watchlists, hanging] = await Promise.all([
    readRegistrySources(sql, { ticker }),
    readListsOf(sql, company.companyId),
    readHanging(sql, company),
  ])
  return { ...company, sources: sources.map(shown), watchlists, hanging }
}

/** Changes a company, and tells the audit how it was and how it is; undefined where there is none. */
function change(
  { sql, clock }: Parts,
  asked: Asking & { id: string },
  madeOn: number | undefined,
  make: (tx: Tx, company: RegistryCompany) => Promise<void>,
): Promise<RegistryCompany | undefined> {
  return sql.begin(async (tx) => {
    const before = await lockCompany(tx, asked.id)
    if (!before) return undefined
    askVersion(asked.id, before.version, madeOn)
    await tellNow(tx, clock.now())
    await make(tx, before)
    const after = saved(await readRegistryCompany(tx, asked.id))
    await keepChange(tx, asked, { subject: asked.id, before, after }, clock.now())
    return after
  })
}

/** `made` is told where it is new, rather than known and brought up to date. */
async function addCompany({ sql, clock }: Parts, asWritten: UniverseCompany, asked: Making) {
  const ticker = readTicker(asWritten.ticker)
  if (ticker === undefined)
    throw new Refusal(
      422,
      `ticker: expected one such as AAPL or BRK.B, found "${asWritten.ticker}"`,
    )
  const company = { ...asWritten, ticker }
  return sql.begin(async (tx) => {
    const owner = await readPrimaryOf(tx, ticker)
    if (owner !== undefined && owner !== ticker)
      throw new Refusal(409, `${ticker} is a security of ${owner} already`, 'name_taken')
    const before = (await lockCompany(tx, company.ticker)) ?? null
    await tellNow(tx, clock.now())
    const added = await saveCompanies(tx, [company])
    await saveOwnSources(tx, [company])
    const after = saved(await readRegistryCompany(tx, company.ticker))
    await keepChange(tx, asked, { subject: company.ticker, before, after }, clock.now())
    if (added) asked.made()
    return after
  })
}

/** @throws Refusal 409 `in_use` with what hangs on it. */
function deleteCompany({ sql, clock }: Parts, asked: Asking & { id: string }) {
  return sql.begin(async (tx) => {
    const before = await lockCompany(tx, asked.id)
    if (!before) return undefined
    const hanging = await readHanging(tx, before)
    if (hanging.length > 0) {
      const said = hanging
        .map(({ what, count }) => `${what} (${count}${count < HANGING_MAX ? '' : ' or more'})`)
        .join(', ')
      throw new Refusal(
        409,
        `${asked.id} cannot be deleted, since these hang on it: ${said}. Let it rest instead`,
        'in_use',
      )
    }
    await tellNow(tx, clock.now())
    await removeCompany(tx, before.companyId)
    await keepChange(tx, asked, { subject: asked.id, before, after: null }, clock.now())
    return { done: true as const }
  })
}

/**
 * Lets pass names that are no other company's: a name of two finds neither.
 *
 * @throws Refusal 409 `name_taken` with who has it. Names the company has already are not asked about.
 */
async function askNames(tx: Tx, { companyId, aliases }: RegistryCompany, names: readonly string[]) {
  const fresh = names.filter((name) => !aliases.includes(name))
  const taken = await readNamesakes(tx, companyId, fresh)
  if (taken.length === 0) return
  const said = taken.map(({ alias, ticker }) => `"${alias}" is a name of ${ticker}`).join(', ')
  throw new Refusal(409, `${said} already: a name of two companies finds neither`, 'name_taken')
}
