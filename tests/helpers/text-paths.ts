/** Every way that a text from outside goes through what reads it, to its end. */

import { readFeed } from '#shared/clients/rss/read-feed.ts'
import { readPage } from '#shared/domain/document/html/page.ts'
import { steadyText } from '#shared/domain/document/html/steady.ts'
import { classifyEvent } from '#shared/domain/document/macro/classify.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { parseDocument } from '#shared/domain/document/parse.ts'
import { readRaw } from '#shared/domain/document/raw.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { articleIdentity } from '#shared/domain/document/article-identity.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { hostileFeeds, hostilePages, hostileWords } from './hostile-texts.ts'

const registry = compileRegistry([
  {
    companyId: 'a',
    ticker: 'AAPL',
    legalName: 'Apple Inc.',
    sector: '',
    aliases: ['Apple', 'iPhone'],
  },
  {
    companyId: 'b',
    ticker: 'BRK.B',
    legalName: 'Berkshire Hathaway Inc.',
    sector: '',
    aliases: [],
  },
])
const TEXT_MAX = 8_000

/** What the parser makes of raw bytes, and the extractor of that. */
function read(bytes: Buffer, mediaType: string, isFiling = false): void {
  const { title, body, tickers } = readRaw(bytes, mediaType, isFiling)
  const parsed = parseDocument({ title, body, hasDate: true, tickers, aboutWorld: false }, registry)
  const text = beginning(parsed.text, TEXT_MAX)
  const entities = findMentions(registry, text).map(({ company, occurrences }) => ({
    ticker: company.ticker,
    name: company.legalName,
    occurrences,
  }))
  extractByRules(text, entities)
  classifyEvent(text)
}

const item = (title: string, content: string) =>
  Buffer.from(JSON.stringify({ title, link: 'http://x/1', content }))

function readNews(text: string): void {
  try {
    for (const { title, link } of readFeed(text, 'http://x/').items)
      articleIdentity({ title, publishedAt: null, publisher: title, url: link })
  } catch (fault) {
    if (!(fault instanceof PermanentFault)) throw fault
  }
}

type Path = {
  texts: Readonly<Record<string, (length: number) => string>>
  read: (text: string) => void
}

export const textPaths: Readonly<Record<string, Path>> = {
  'a page': { texts: hostilePages, read: (text) => read(Buffer.from(text), 'text/html') },
  'a page that is asked for': {
    texts: hostilePages,
    read: (text) => void steadyText(readPage(text).text),
  },
  'a filing': { texts: hostilePages, read: (text) => read(Buffer.from(text), 'text/html', true) },
  'the body of an item': {
    texts: { ...hostilePages, ...hostileWords },
    read: (text) => read(item('Some title of a story', text), 'application/json'),
  },
  'the title of an item': {
    texts: { ...hostileWords, 'nested div': (length) => '<div>'.repeat(length / 5) },
    read: (text) => read(item(text, 'Some words of a story'), 'application/json'),
  },
  'plain text': {
    texts: hostileWords,
    read: (text) => read(Buffer.from(text), 'text/plain'),
  },
  'a feed': { texts: hostileFeeds, read: readNews },
  'a title in a feed': {
    texts: hostileWords,
    read: (text) =>
      readNews(
        `<rss version="2.0"><channel><item><title><![CDATA[${text}]]></title></item></channel></rss>`,
      ),
  },
}

/** Milliseconds of processor that reading takes. */
export function processorMs(path: Path, text: string): number {
  const began = process.threadCpuUsage()
  path.read(text)
  const { user, system } = process.threadCpuUsage(began)
  return (user + system) / 1_000
}
