/** `stonks evaluate attack`: how many web sites a liar needs to make the product buy. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { freePorts } from '../../../local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../../local/embedded/postgres.ts'
import { readArgs, UsageError, type ExitCode } from '../../command.ts'
import { openLab } from './lab.ts'
import { playAll, type Played } from './play.ts'
import { STRATEGIES } from './strategies.ts'

const DOMAINS_MAX = 50

export const attackHelp = `Usage: stonks evaluate attack [--json] [--max-domains K] [--only NAME,NAME]

Plays a liar who wants the product to buy: new web sites, copied and paraphrased
stories, invented filings, hidden text, orders to the reader, and so on. What is
told goes through the real stages on a database of its own, thrown away after.

  --max-domains K  sites a strategy may use, from 1 (default ${DOMAINS_MAX})
  --only NAMES     of ${STRATEGIES.map(({ name }) => name).join(', ')}
  --json           one object: {"max_domains","seconds","strategies":[{"strategy",
                   "says","is_control","least_domains","domains_tried","best"}]}

least_domains is with how many sites there was first a recommendation that may be
acted on, on paper at least; null where there was none. A control is meant to reach
one: without it the others would prove nothing.

Exit code: 0 no new site sufficed, 1 one strategy or the control did not end so,
2 wrong use.
`

/** Runs it with the arguments behind its name. */
export async function runAttack(args: readonly string[]): Promise<ExitCode> {
  const { values } = readArgs([...args], {
    options: {
      json: { type: 'boolean', default: false },
      'max-domains': { type: 'string', default: String(DOMAINS_MAX) },
      only: { type: 'string' },
    },
  })
  const domainsMax = Number(values['max-domains'])
  if (!Number.isInteger(domainsMax) || domainsMax < 1)
    throw new UsageError(`--max-domains takes a number from 1, found "${values['max-domains']}"`)
  const only = values.only?.split(',')
  const odd = only?.find((name) => !STRATEGIES.some((each) => each.name === name))
  if (odd !== undefined) throw new UsageError(`--only takes names of strategies, found "${odd}"`)
  const started = performance.now()
  const strategies = await withDatabase(async (sql, folder) => {
    const lab = await openLab({ sql, folder, rules })
    return playAll(lab, { domainsMax, reader: toneReader, ...(only ? { only } : {}) })
  })
  const seconds = Math.round((performance.now() - started) / 100) / 10
  const report = { max_domains: domainsMax, seconds, strategies }
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : wordsOf(report))
  return strategies.every(isAsItShouldBe) ? 0 : 1
}

function isAsItShouldBe({ is_control: isControl, least_domains: least }: Played): boolean {
  return isControl === (least !== null)
}

/** A migrated database and a folder, both gone afterwards. */
async function withDatabase<T>(use: (sql: Sql, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-attack-'))
  try {
    const [port = 0] = await freePorts(1)
    const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
    const sql = openPostgres(postgres.url, 4)
    try {
      await migrate(sql)
      return await use(sql, join(folder, 'objects'))
    } finally {
      await sql.end({ timeout: 2 })
      await postgres.stop('immediate')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function wordsOf({
  max_domains: most,
  seconds,
  strategies,
}: {
  max_domains: number
  seconds: number
  strategies: readonly Played[]
}): string {
  const lines = strategies.map(
    ({ strategy, is_control: isControl, least_domains: least, best }) => {
      const reached =
        least === null ? `none up to ${most}` : `${least} ${least === 1 ? 'site' : 'sites'}`
      const why = [...(best?.suppressions ?? []), ...(best?.ineligibilities ?? [])].join(', ')
      return `${strategy.padEnd(22)} ${reached.padEnd(16)} ${isControl ? 'must get through' : why}`
    },
  )
  return `${lines.join('\n')}\n${seconds} s\n`
}
