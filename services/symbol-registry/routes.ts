/** The symbol registry's API: which companies are tracked, by which names, from which sources. */

import { Router, StatusError, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { Ticker, Uuid } from '#shared/contracts/primitives.ts'
import { UniverseCompany } from '#shared/contracts/universe.ts'
import { descriptorOf, sourceFaults } from '#shared/domain/source/sources.ts'
import { noRoute, readJson, toDetail } from '#shared/host/json-api.ts'
import {
  readCompanies,
  readCompany,
  replaceAliases,
  saveAliases,
  saveCompanies,
  setCompanyActive,
} from '#shared/sql/universe/companies.ts'
import type { Sql } from '#shared/sql/open.ts'
import { changeSource, readSources, saveSources, sourceIdOf } from '#shared/sql/universe/sources.ts'
import { companySources } from '#shared/sql/universe/seed.ts'
import { AliasBody, AliasesBody, CompanyChange, SourceBody, SourceChangeBody } from './bodies.ts'

const CompaniesQuery = v.object({ active: v.optional(v.picklist(['true', 'false'])) })
const SourcesQuery = v.object({ ticker: v.optional(Ticker) })

/** Answers everything but health and readiness. */
export function routes(sql: Sql): (request: Request) => Promise<Response> {
  const router = Router({ catch: toDetail })
    .get('/companies', async ({ query }: IRequest) => {
      const { active } = v.parse(CompaniesQuery, query)
      return Response.json(
        await readCompanies(sql, active === undefined ? {} : { active: active === 'true' }),
      )
    })
    .post('/companies', async (request: IRequest) =>
      addCompany(sql, v.parse(UniverseCompany, await readJson(request))),
    )
    .get('/companies/:ticker', async (request: IRequest) => {
      const company = await companyOf(sql, request)
      return Response.json({
        ...company,
        sources: await readSources(sql, { ticker: company.ticker }),
      })
    })
    .put('/companies/:ticker', async (request: IRequest) => {
      const { ticker } = await companyOf(sql, request)
      const { active } = v.parse(CompanyChange, await readJson(request))
      await sql.begin((tx) => setCompanyActive(tx, ticker, active))
      return Response.json(await readCompany(sql, ticker))
    })
    .get('/companies/:ticker/aliases', async (request: IRequest) =>
      Response.json((await companyOf(sql, request)).aliases),
    )
    .post('/companies/:ticker/aliases', async (request: IRequest) => {
      const { ticker } = await companyOf(sql, request)
      const { alias } = v.parse(AliasBody, await readJson(request))
      await sql.begin((tx) => saveAliases(tx, [{ ticker, alias }]))
      return Response.json((await readCompany(sql, ticker))?.aliases, { status: 201 })
    })
    .put('/companies/:ticker/aliases', (request: IRequest) => putAliases(sql, request))
    .get('/sources', async ({ query }: IRequest) => {
      const { ticker } = v.parse(SourcesQuery, query)
      return Response.json(await readSources(sql, ticker === undefined ? {} : { ticker }))
    })
    .post('/sources', async (request: IRequest) =>
      addSource(sql, v.parse(SourceBody, await readJson(request))),
    )
    .put('/sources/:id', (request: IRequest) => putSource(sql, request))
    .all('*', noRoute)
  return (request) => router.fetch(request as unknown as IRequest)
}

async function companyOf(sql: Sql, request: IRequest) {
  const ticker = v.parse(Ticker, request.params['ticker'])
  const company = await readCompany(sql, ticker)
  if (!company) throw new StatusError(404, `${ticker} is not tracked`)
  return company
}

/** 201 where it is new, 200 where it was known and is brought up to date. */
async function addCompany(
  sql: Sql,
  company: v.InferOutput<typeof UniverseCompany>,
): Promise<Response> {
  const added = await sql.begin(async (tx) => {
    const count = await saveCompanies(tx, [company])
    await saveSources(tx, companySources(company))
    return count
  })
  return Response.json(await readCompany(sql, company.ticker), { status: added ? 201 : 200 })
}

async function addSource(
  sql: Sql,
  { ticker, ...body }: v.InferOutput<typeof SourceBody>,
): Promise<Response> {
  const company = ticker === undefined ? undefined : await readCompany(sql, ticker)
  if (ticker !== undefined && !company) throw new StatusError(404, `${ticker} is not tracked`)
  refuseFaulty({ ...body, ticker: ticker ?? '' })
  const source = {
    ...body,
    companyId: company?.companyId ?? null,
    credibilityScore: body.credibilityScore ?? descriptorOf(body.sourceType).credibility,
  }
  const added = await sql.begin((tx) => saveSources(tx, [source]))
  const sourceId = sourceIdOf(source)
  const saved = (await readSources(sql)).find((each) => each.sourceId === sourceId)
  return Response.json(saved, { status: added ? 201 : 200 })
}

async function putAliases(sql: Sql, request: IRequest): Promise<Response> {
  const { ticker, companyId } = await companyOf(sql, request)
  const { aliases } = v.parse(AliasesBody, await readJson(request))
  await sql.begin((tx) => replaceAliases(tx, companyId, aliases))
  return Response.json((await readCompany(sql, ticker))?.aliases)
}

async function putSource(sql: Sql, request: IRequest): Promise<Response> {
  const sourceId = v.parse(Uuid, request.params['id'])
  const change = v.parse(SourceChangeBody, await readJson(request))
  const source = await sql.begin(async (tx) => {
    const changed = await changeSource(tx, sourceId, change)
    // A source whose settings were no good before may still be put to rest.
    if (changed && change.config) refuseFaulty(changed)
    return changed
  })
  if (!source) throw new StatusError(404, `There is no source ${sourceId}`)
  return Response.json(source)
}

/** @throws StatusError 422 naming each setting, what is wanted and what is there. */
function refuseFaulty(source: Parameters<typeof sourceFaults>[0]): void {
  const faults = sourceFaults(source)
  if (faults.length === 0) return
  const said = faults.map(({ setting, says }) => `config${setting && `.${setting}`}: ${says}`)
  throw new StatusError(422, said.join('; '))
}
