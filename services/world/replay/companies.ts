/** companies.csv: ticker, name, sector, aliases by `|`, and optionally cik. */

import * as v from 'valibot'
import { Ticker } from '#shared/contracts/primitives.ts'
import type { WorldCompany } from '../contents/world.ts'
import { needFile, readCsv, wrong } from '#shared/host/data-folder.ts'

/** Companies in the order of the file; each ticker once. */
export function readCompanyFile(folder: string): WorldCompany[] {
  const companies: WorldCompany[] = []
  const seen = new Set<string>()
  const path = needFile(folder, 'companies.csv')
  for (const row of readCsv(path, ['ticker', 'name', 'sector', 'aliases'])) {
    const ticker = row.get('ticker')
    if (!v.is(Ticker, ticker)) throw wrong(row, 'a ticker of capitals', ticker)
    if (seen.has(ticker)) throw wrong(row, 'a ticker not listed before', ticker)
    seen.add(ticker)
    const name = row.get('name')
    if (name === '') throw wrong(row, 'a name', name)
    const cik = row.get('cik')
    if (cik !== '' && !/^\d{1,10}$/.test(cik)) throw wrong(row, 'a CIK of up to ten digits', cik)
    companies.push({
      ticker,
      name,
      sector: row.get('sector'),
      aliases: row
        .get('aliases')
        .split('|')
        .map((alias) => alias.trim())
        .filter(Boolean),
      ...(cik === '' ? {} : { cik: cik.padStart(10, '0') }),
    })
  }
  if (companies.length === 0) throw wrong({ file: path, line: 1 }, 'at least one company', 'none')
  return companies
}
