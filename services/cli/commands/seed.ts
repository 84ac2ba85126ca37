/** `stonks seed`: says which companies are tracked and where their data comes from. */

import { readUniverse } from '#shared/clients/universe/read.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import { readArgs, UsageError, type Command } from '../command.ts'

export const command: Command = {
  name: 'seed',
  summary: 'add companies, aliases and sources',
  help: `Usage: stonks seed --universe URL|FILE.json|FILE.csv [--no-market-wide-news] [--json]

Adds the companies of a universe with their aliases and sources, and brings known ones up to date.
It removes nothing, and a second run changes nothing.

Options
  --universe FROM          JSON {"companies": [{ticker, name, sector, aliases, cik}],
                           "feeds": [{name, url, macro}]} by URL or file,
                           or CSV with the columns ticker,name,sector,aliases (by |)
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
        'market-wide-news': { type: 'boolean', default: true },
        json: { type: 'boolean', default: false },
      },
    })
    if (values.universe === undefined)
      throw new UsageError('--universe is needed: where the companies are listed')
    const universe = await readUniverse(values.universe)
    const sql = openPostgres(undefined, 1)
    try {
      const seeded = await seedUniverse(sql, universe, values['market-wide-news'])
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
