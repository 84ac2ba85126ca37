/** `stonks parse`: files as the parser stage reads them, one JSON line each. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { universeOf } from '#shared/clients/universe/read.ts'
import { compileRegistry, type Registry } from '#shared/domain/document/mentions/registry.ts'
import { companiesToFind } from '#shared/domain/universe/securities.ts'
import { parseDocument } from '#shared/domain/document/parse.ts'
import { messageOf } from '#shared/host/faults.ts'
import { readRaw } from '#shared/domain/document/raw.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

const help = `Usage: stonks parse FILE|DIR [--companies FILE.csv] [--filing]

Reads pages, news items, filings and plain text as the parser stage does, and
prints one JSON line a file, in the order of names:
{"file","title","author","publisher","published_at","canonical_url","text",
 "reason","language","quality":{"score","confidence",
 "reason","reasons","signals"},"route",
 "mentions":[{"ticker","alias","first_offset","count","in_title"}]}
Offsets are into "text", which begins with the title.

  FILE|DIR         .html, .htm, .json or .txt; of a folder, all such files in
                   it and below; - reads standard input as HTML or text
  --companies CSV  companies to look for, with the columns
                   ticker,name,sector,aliases (aliases separated by |);
                   default: none
  --filing         the files are SEC filings: keep all text, drop the cover
  --help           this text

Exit code: 0 every file had text, 1 some had none, 2 wrong use.

Example: stonks parse article.html --companies companies.csv
`

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.htm': 'text/html',
  '.json': 'application/json',
  '.txt': 'text/plain',
}

export const command: Command = {
  name: 'parse',
  summary: 'reads pages and news items as the parser does, one JSON line each',
  help,
  run(args) {
    const { values, positionals } = readArgs(args, {
      options: { companies: { type: 'string' }, filing: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [path, ...others] = positionals
    if (path === undefined || others.length > 0)
      throw new UsageError('parse takes one file or folder')
    const registry = readRegistry(values.companies)
    let exit: ExitCode = 0
    for (const file of filesAt(path)) {
      const bytes = readFileSync(file === '-' ? 0 : file)
      const line = describe(file, bytes, values.filing, registry)
      if (line.text === '') exit = 1
      process.stdout.write(`${JSON.stringify(line)}\n`)
    }
    return Promise.resolve(exit)
  },
}

function describe(file: string, bytes: Uint8Array, isFiling: boolean, registry: Registry) {
  const raw = readRaw(bytes, MEDIA_TYPES[extname(file).toLowerCase()] ?? 'text/html', isFiling)
  const { title, author, publisher, publishedAt, canonicalUrl, body, wall, tickers, reason } = raw
  const parsed = parseDocument(
    { title, body, hasDate: publishedAt !== null, wall, tickers, aboutWorld: false },
    registry,
  )
  return {
    file,
    title,
    author,
    publisher,
    published_at: publishedAt?.toISOString() ?? null,
    canonical_url: canonicalUrl,
    text: parsed.text,
    reason,
    language: parsed.language,
    quality: parsed.quality,
    route: parsed.route,
    mentions: parsed.mentions.map((mention) => ({
      ticker: mention.company.ticker,
      alias: mention.alias,
      first_offset: mention.firstOffset,
      count: mention.count,
      in_title: mention.inTitle,
    })),
  }
}

function filesAt(path: string): string[] {
  if (path === '-') return ['-']
  try {
    if (!statSync(path).isDirectory()) return [path]
  } catch (cause) {
    throw new UsageError(`Read ${path}: ${messageOf(cause)}`, { cause })
  }
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => extname(name).toLowerCase() in MEDIA_TYPES)
    .sort()
    .map((name) => join(path, name))
}

function readRegistry(file: string | undefined): Registry {
  if (file === undefined) return compileRegistry([])
  const { companies } = universeOf({ bytes: readFileSync(file) })
  return compileRegistry(companiesToFind(companies))
}
