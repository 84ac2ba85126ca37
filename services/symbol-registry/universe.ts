/** Answers about companies as a file: what an import would change, and the import, whole or not at all. */

import * as v from 'valibot'
import type { universeFileRoutes, UniverseReport } from '#shared/contracts/api/registry-universe.ts'
import type { RegistryCompany } from '#shared/contracts/api/registry-companies.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { UniverseCompany } from '#shared/contracts/universe.ts'
import { decodeBytes } from '#shared/domain/document/text/decode.ts'
import { groupSecurities } from '#shared/domain/universe/securities.ts'
import { badFields } from '#shared/host/refusal.ts'
import { companiesOfTable } from '#shared/clients/universe/companies.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import { readRegistryCompanies } from '#shared/sql/registry/companies.ts'
import { saveCompanies } from '#shared/sql/universe/companies.ts'
import { tellNow } from '#shared/sql/universe/tracking.ts'
import { saveOwnSources } from './own-sources.ts'
import type { Parts } from './parts.ts'

/** As many as a person reads; how many more there are is said. */
const FAULTS_TOLD = 50

export function answerUniverseFile(parts: Parts): Answers<typeof universeFileRoutes> {
  const { sql } = parts
  return {
    'GET /registry/universe': async ({ query: { active } }) =>
      (await readRegistryCompanies(sql, { active })).map(
        ({ ticker, legalName, sector, aliases, cik }) => ({
          ticker,
          name: legalName,
          sector,
          aliases: aliases.join('|'),
          cik: cik ?? '',
        }),
      ),
    'POST /registry/universe': (asked) => takeIn(parts, asked.body, asked),
  }
}

/** @throws Refusal 422 that names each wrong row, where it is to be stored. */
function takeIn(
  { sql, clock }: Parts,
  { file, store }: { file: string; store: boolean },
  asked: Asking,
): Promise<UniverseReport> {
  const { charset, notes, faults, listed } = readFile(Buffer.from(file, 'base64'))
  if (store && faults.length > 0) throw badFile(faults)
  return sql.begin(async (tx) => {
    const known = new Map((await readRegistryCompanies(tx)).map((one) => [one.ticker, one]))
    // What a file leaves out of a company stays as it is.
    const companies = groupSecurities(listed, new Set(known.keys())).map((one) => ({
      ...one,
      sector: one.sector || (known.get(one.ticker)?.sector ?? ''),
    }))
    const added = companies.filter(({ ticker }) => !known.has(ticker)).map(({ ticker }) => ticker)
    const changed = companies.flatMap((company) => changesOf(company, known.get(company.ticker)))
    const same = companies.length - added.length - new Set(changed.map((one) => one.ticker)).size
    const rows = companies.length
    if (store) {
      await tellNow(tx, clock.now())
      await saveCompanies(tx, companies)
      await saveOwnSources(tx, companies)
      const after = { rows, added, changed }
      await keepChange(tx, asked, { subject: 'universe', before: null, after }, clock.now())
    }
    return { isStored: store, charset, rows, added, changed, same, notes, faults }
  })
}

/** The sound rows of a file, and what is wrong with the others. */
function readFile(bytes: Uint8Array) {
  const { text, charset } = decodeBytes(bytes)
  const { companies, faults, notes } = companiesOfTable(text)
  const listed: UniverseCompany[] = []
  for (const company of companies) {
    const read = v.safeParse(UniverseCompany, {
      ...company,
      name: plain(company.name),
      sector: plain(company.sector),
      aliases: company.aliases.map(plain),
    })
    if (read.success) listed.push(read.output)
    else
      faults.push(
        ...read.issues.map(
          (issue) => `${company.ticker}, column ${v.getDotPath(issue) ?? ''}: ${issue.message}`,
        ),
      )
  }
  return { charset, notes, faults, listed }
}

/** Without the sign by which an export keeps a spreadsheet from running a cell. */
function plain(cell: string): string {
  return cell.replace(/^'(?=[=+\-@])/, '')
}

function badFile(faults: readonly string[]) {
  const told = faults.slice(0, FAULTS_TOLD)
  const more = faults.length - told.length
  return badFields(
    [...told, ...(more > 0 ? [`and ${more} more`] : [])].map((says) => ({ field: 'file', says })),
  )
}

/** What the file says otherwise than the registry; names it leaves out stay, and so does a number. */
function changesOf(to: UniverseCompany, from: RegistryCompany | undefined) {
  if (!from) return []
  const told = [
    { field: 'name', from: from.legalName, to: to.name },
    { field: 'sector', from: from.sector, to: to.sector },
    { field: 'cik', from: from.cik ?? '', to: to.cik ?? from.cik ?? '' },
    ...to.aliases
      .filter((alias) => !from.aliases.includes(alias))
      .map((alias) => ({ field: 'aliases', from: '', to: alias })),
  ]
  return told.filter((one) => one.from !== one.to).map((one) => ({ ticker: from.ticker, ...one }))
}
