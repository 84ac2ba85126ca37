import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { universeOf } from '#shared/clients/universe/read.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { companiesToFind, groupSecurities } from '#shared/domain/universe/securities.ts'
import { beside } from '../../../../helpers/beside.ts'

const SAMPLE = 300
/** Rules that change bring mentions into the sample that nobody has judged; so many may be. */
const UNJUDGED_MAX = 15

const news = beside('data/replay/news.jsonl.gz')
const file = new URL('../../../../bench/sp500.csv', import.meta.url)
const members = universeOf({ bytes: readFileSync(file) }).companies
const companies = groupSecurities(members)

/** Ticker by article: `id ticker` to whether the company is meant. */
function readJudged(part: 'sampled' | 'once'): Map<string, boolean> {
  const text = readFileSync(new URL('judged.txt', import.meta.url), 'utf8')
  const [, sampled = '', once = ''] = text.split(/^sampled$|^once$/m)
  const lines = (part === 'sampled' ? sampled : once).trim().split('\n')
  return new Map(lines.map((line) => [line.slice(0, -2), line.endsWith('+')]))
}

test('the S&P 500 are 500 companies with 503 securities', () => {
  expect(companies).toHaveLength(500)
  expect(companies.flatMap(({ securities }) => securities)).toHaveLength(503)
})

describe.skipIf(news.why !== '')(`36,654 headlines and the S&P 500${news.why}`, () => {
  const registry = compileRegistry(companiesToFind(members))
  const found = () =>
    gunzipSync(readFileSync(news.path))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; title: string })
      .flatMap(({ id, title }) =>
        findMentions(registry, title, title.length).map(({ company }) => `${id} ${company.ticker}`),
      )
  const rank = (mention: string) =>
    createHash('sha256').update(`mentions-1 ${mention}`).digest('hex')

  test('are found as a person judges them', () => {
    const all = found()
    const known = new Set(all)
    const judged = new Map([...readJudged('sampled'), ...readJudged('once')])
    for (const [mention, isMeant] of judged)
      expect([mention, known.has(mention)]).toEqual([mention, isMeant])

    const ranked = all
      .map((mention) => [rank(mention), mention] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const sample = ranked.slice(0, SAMPLE).map(([, mention]) => mention)
    expect(sample.filter((mention) => !judged.has(mention)).length).toBeLessThanOrEqual(
      UNJUDGED_MAX,
    )
    // Before, 6,555 were found with the descriptions, of which 350 were somebody else.
    expect(all.length).toBeGreaterThan(7_500)
  })
})
