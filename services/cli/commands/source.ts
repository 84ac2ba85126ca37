/** `stonks source try`: what would be stored of a source, before it is trusted. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Given, TrialType } from '#shared/clients/trial/given.ts'
import type { TrialLine } from '#shared/clients/trial/lines.ts'
import { runTrial } from '#shared/clients/trial/run.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'
import { TRIAL_TYPES } from '#shared/contracts/sets.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import { compileRegistry, type Registry } from '#shared/domain/document/mentions/registry.ts'
import { companiesToFind } from '#shared/domain/universe/securities.ts'
import { readEnv } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

const help = `Usage: stonks source try --type TYPE (FILE|URL) [options]

Runs the adapter, the parser and the mention rules over a file or an address,
and shows what would be stored. Nothing is stored.

  --type TYPE          ${TRIAL_TYPES.join(', ')}
  FILE                 as the vendor answers; served on loopback with what lies
                       beside it: filings and exhibits by their names, a next
                       page as CURSOR.json, splits.json, positions.json …
  URL                  asked as the source would be; of Polygon, EDGAR and
                       Alpaca the base of the API; the key of the
                       environment goes to the address of the environment
                       alone
  --universe CSV       companies to look for; default: those beside the file in
                       companies.csv or universe.csv, else none
  --now TIME           business time of the fetch; default: now
  --previous FILE      what the source gave the time before; may be repeated,
                       the oldest first
  --at URL             as if the file came from there; default: a name of its own
  --content-type TYPE  as if it were served so: "text/xml; charset=latin1"
  --ticker T           whose bars or filings; default: the only company there is
  --cik N              EDGAR's number of the company
  --json               one JSON object a line; the default where no terminal
                       reads it
  --help               this text

Lines: {"kind":"document","id","version","story","title","published_at","flags",
"publisher","mentions":[{"ticker","offset"}],"route","reading":[{"ticker",
"sentiment","score"}]}, {"kind":"bars","ticker","count"}, {"kind":"account"|
"order"|"position"|"fill", …}, {"kind":"reject","reason","item"}, and last
{"kind":"summary","outcome":"succeeded"|"partly"|"failed","items","kept",
"rejected","notes"}. An offset of -1: only the source names that company.

Exit code: 0 it can be used, 1 it failed, 2 wrong use.

Example: stonks source try --type feed https://example.com/rss --universe companies.csv
`

const OPTIONS = {
  type: { type: 'string' },
  universe: { type: 'string' },
  now: { type: 'string' },
  previous: { type: 'string', multiple: true },
  at: { type: 'string' },
  'content-type': { type: 'string' },
  ticker: { type: 'string' },
  cik: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const command: Command = {
  name: 'source',
  summary: 'tries a source: what would be stored of a file or an address',
  help,
  async run(args) {
    const { values, positionals } = readArgs(args, { options: OPTIONS, allowPositionals: true })
    const [verb, from, ...others] = positionals
    if (verb !== 'try' || from === undefined || others.length > 0)
      throw new UsageError('source takes: try --type TYPE (FILE|URL)')
    const { ticker, cik, at } = values
    const isUrl = /^https?:\/\//.test(from)
    const lines = await runTrial({
      type: typeOf(values.type),
      from: isUrl
        ? { url: from }
        : {
            files: [...(values.previous ?? []), from].map((file) =>
              givenAt(file, values['content-type']),
            ),
          },
      registry: await registryOf(values.universe ?? (isUrl ? undefined : companiesBeside(from))),
      now: momentOf(values.now),
      allowHosts: isUrl ? readFetchHosts() : [],
      ...(ticker === undefined ? {} : { ticker }),
      ...(cik === undefined ? {} : { cik }),
      ...(at === undefined ? {} : { at: addressOf(at) }),
      ...(isUrl ? keysOf(typeOf(values.type), from) : {}),
    })
    const isJson = values.json ?? !process.stdout.isTTY
    for (const line of lines) console.log(isJson ? JSON.stringify(line) : inWords(line))
    const last = lines.at(-1)
    return last?.kind === 'summary' && last.outcome !== 'failed' ? 0 : (1 as ExitCode)
  },
}

function typeOf(text: string | undefined): TrialType {
  const type = TRIAL_TYPES.find((known) => known === text)
  if (type) return type
  throw new UsageError(`--type is one of ${TRIAL_TYPES.join(', ')}, found ${text ?? 'none'}`)
}

function momentOf(text: string | undefined): Date {
  const moment = text === undefined ? new Date() : new Date(text)
  if (!Number.isNaN(moment.getTime())) return moment
  throw new UsageError(`--now is a time such as 2026-03-02T15:00:00Z, found ${text}`)
}

function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text
  throw new UsageError(`--at is an http or https URL, found ${text}`)
}

function givenAt(file: string, contentType: string | undefined): Given {
  const folder = dirname(file)
  const read = (path: string) => {
    try {
      return readFileSync(path)
    } catch (cause) {
      throw new UsageError(`Read ${path}: ${messageOf(cause)}`, { cause })
    }
  }
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile())
  return {
    name: basename(file),
    bytes: read(file),
    contentType,
    names,
    beside: (name) => (names.includes(name) ? read(join(folder, name)) : undefined),
  }
}

function companiesBeside(file: string): string | undefined {
  const names = ['companies.csv', 'universe.csv']
  const found = readdirSync(dirname(file)).find((name) => names.includes(name))
  return found && join(dirname(file), found)
}

async function registryOf(universe: string | undefined): Promise<Registry> {
  if (universe === undefined) return compileRegistry([])
  const { companies } = await readUniverse(universe)
  return compileRegistry(companiesToFind(companies))
}

/** What a vendor's own address is asked with; another address is shown no key. */
function keysOf(type: TrialType, url: string): { key?: string; userAgent?: string } {
  const isAt = (name: 'BROKER_BASE_URL' | 'MARKET_DATA_BASE_URL') => {
    const base = readEnv(name)
    return URL.canParse(base) && new URL(base).origin === new URL(url).origin
  }
  if (type === 'edgar') return { userAgent: readEnv('EDGAR_USER_AGENT') }
  if (type === 'alpaca' && isAt('BROKER_BASE_URL'))
    return { key: `${readEnv('BROKER_API_KEY')}:${readEnv('BROKER_API_SECRET')}` }
  const isPolygon = type.startsWith('polygon') && isAt('MARKET_DATA_BASE_URL')
  return isPolygon ? { key: readEnv('MARKET_DATA_API_KEY') } : {}
}

function inWords(line: TrialLine): string {
  switch (line.kind) {
    case 'document': {
      const named = line.mentions.map(({ ticker }) => ticker).join(', ') || 'nobody tracked'
      const read = line.reading.map(({ ticker, sentiment }) => `${ticker} ${sentiment}`).join(', ')
      const where = line.route.to === 'nowhere' ? `nowhere: ${line.route.reason}` : line.route.to
      const flags = line.flags.length ? ` (${line.flags.join(', ')})` : ''
      return [
        `document  ${line.published_at}${flags}  ${line.title}`,
        `          ${line.publisher}; names ${named}; goes to ${where}${read && `; reads ${read}`}`,
      ].join('\n')
    }
    case 'bars':
      return `bars      ${line.ticker}: ${line.count}`
    case 'reject':
      return `reject    ${line.reason}: ${line.says}: ${beginning(line.item, 200)}`
    case 'summary': {
      const { outcome, items, kept, rejected, notes } = line
      const said = notes.length ? `; ${notes.join('; ')}` : ''
      return `${outcome}: of ${items} items ${kept} kept, ${rejected} rejected${said}`
    }
    default: {
      const { kind, ...rest } = line
      return `${kind.padEnd(9)} ${JSON.stringify(rest)}`
    }
  }
}
