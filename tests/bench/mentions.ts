/**
 * Texts searched for the S&P 500 in a second, against one regular expression of all their names, which
 * knows no spelling and no evidence. Texts are the replay's headlines where they lie beside the
 * checkout, else as many made ones.
 */

import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { universeOf } from '#shared/clients/universe/read.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { companiesToFind } from '#shared/domain/universe/securities.ts'
import { beside } from '../helpers/beside.ts'
import { median } from './median.ts'

const ROUNDS = 5
const MADE = 36_654

export async function bench() {
  const { companies } = universeOf({ bytes: readFileSync(new URL('sp500.csv', import.meta.url)) })
  const names = companies.map(({ name }) => name)
  const registry = compileRegistry(companiesToFind(companies))
  const texts = textsOf(names)
  const any = new RegExp(`\\b(?:${names.map(escaped).join('|')})\\b`, 'g')
  const pairs = Array.from({ length: ROUNDS }, () => [
    perSecond(texts, (text) => findMentions(registry, text, text.length).length),
    perSecond(texts, (text) => [...text.matchAll(any)].length),
  ])
  const ours = median(pairs.map(([one = 0]) => one))
  const peer = median(pairs.map(([, other = 0]) => other))
  return { name: 'mentions', ours, peer, ratio: ours / peer, unit: 'texts/s' }
}

function textsOf(names: readonly string[]): string[] {
  const { path } = beside('data/replay/news.jsonl.gz')
  if (!existsSync(path)) {
    return Array.from({ length: MADE }, (_, place) =>
      place % 5 === 0
        ? `${names[place % names.length]} raises its forecast as demand for new products grows`
        : 'Finance ministers meet in Brussels to talk of rates, trade and the price of oil',
    )
  }
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { title: string }).title)
}

function perSecond(texts: readonly string[], find: (text: string) => number): number {
  const start = process.cpuUsage()
  let found = 0
  for (const text of texts) found += find(text)
  const { user, system } = process.cpuUsage(start)
  if (found === 0) throw new RangeError('Search the texts: nothing is found')
  return Math.round((texts.length * 1e6) / (user + system))
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
