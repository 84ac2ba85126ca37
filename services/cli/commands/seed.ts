/** `stonks seed`: says which companies are tracked and where their data comes from. */

import { readUniverse } from '#shared/clients/universe/read.ts'
import { readKnownTickers } from '#shared/clients/universe/known.ts'
import { openClock } from '#shared/host/clock.ts'
import { isSet, readEnv } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import { readArgs, UsageError, type Command } from '../command.ts'

export const command: Command = {
  name: 'seed',
  summary: 'add companies, aliases and sources',
  help: `Usage: stonks seed --universe URL|FILE [--known-tickers URL|FILE]
                    [--no-market-wide-news] [--json]

Adds the companies of a universe with their aliases and sources, and brings known ones up to date.
It removes no company, and a second run changes nothing. Aliases that an earlier file gave a company
and this one does not are taken away; those given by hand stay. Where a row is wrong, every wrong one
is named by line and column, and nothing is stored.

Options
  --universe FROM          JSON {"companies": [{ticker, name, sector, aliases, cik}],
                           "feeds": [{name, url, macro}]} by URL or file,
                           or a table by , ; tab or | in any character set, with the columns
                           ticker (or symbol) and name (or security) and, if wished,
                           sector, aliases (by |), cik and share class, in any order.
                           BRK-B and BRK/B are BRK.B
  --known-tickers FROM     the tickers there are: the SEC's company_tickers.json, or a list;
                           another ticker is refused, with the nearest
                           (default: the SEC's, where EDGAR_USER_AGENT or EDGAR_BASE_URL is set)
  --market-wide-news       one Polygon news source for all companies (default)
  --no-market-wide-news    one Polygon news source for each company
  --json                   print the counts as JSON

Examples
  stonks seed --universe companies.csv
  stonks seed --universe http://127.0.0.1:9000/world/universe --json`,
  async run(args) {
    const { values } = readArgs(args, {
      allowNegative: true,
      options: {
        universe: { type: 'string' },
        'known-tickers': { type: 'string' },
        'market-wide-news': { type: 'boolean', default: true },
        json: { type: 'boolean', default: false },
      },
    })
    if (values.universe === undefined)
      throw new UsageError('--universe is needed: where the companies are listed')
    const { known, says } = await askKnown(values['known-tickers'])
    const universe = await readUniverse(values.universe, { known })
    for (const note of [...says, ...universe.notes]) console.error(`seed: ${note}`)
    const sql = openPostgres(undefined, 1)
    try {
      const now = openClock().now()
      const seeded = await seedUniverse(sql, universe, values['market-wide-news'], now)
      if (values.json) console.log(JSON.stringify(seeded))
      else {
        console.log(
          `${seeded.companies} companies (${seeded.companiesNew} new), ` +
            `${seeded.sources} sources (${seeded.sourcesNew} new)`,
        )
      }
      return 0
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

type Known = { known?: ReadonlySet<string>; says: string[] }

/** A list that is asked for must be there; the SEC's is used where it can be had. */
async function askKnown(from: string | undefined): Promise<Known> {
  if (from !== undefined) return { known: await readKnownTickers(from), says: [] }
  if (!isSet('EDGAR_USER_AGENT') && !isSet('EDGAR_BASE_URL')) return { says: [] }
  const url = `${readEnv('EDGAR_BASE_URL')}/files/company_tickers.json`
  try {
    const own = [new URL(url).host]
    const options = { allowHosts: own, userAgent: readEnv('EDGAR_USER_AGENT') }
    return { known: await readKnownTickers(url, options), says: [] }
  } catch (fault) {
    return { says: [`tickers are checked by their form alone: ${messageOf(fault)}`] }
  }
}
