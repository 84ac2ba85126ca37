/**
 * Documents placed in stories in a second, found by their keys, against comparing each with all of the three
 * days before it. Both tell how many pairs they found: what the keys miss is told beside.
 */

import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import {
  isSameStory,
  nearbyStoryKeys,
  storyKeys,
  type Telling,
} from '#shared/domain/document/same-story.ts'
import { beside } from '../helpers/beside.ts'

const DOCUMENTS = 2_000
const DAY_MS = 86_400_000

export function bench() {
  const documents = tellings()
  const [ours, byKeys] = perSecond(documents, pairsByKeys)
  const [peer, all] = perSecond(documents, pairsOfAll)
  process.stderr.write(`near-duplicates: ${byKeys} of ${all} pairs found by keys\n`)
  return { name: 'near-duplicates', ours, peer, ratio: ours / peer, unit: 'documents/s' }
}

function tellings(): Telling[] {
  const { path } = beside('data/replay/news.jsonl.gz')
  if (!existsSync(path)) {
    return Array.from({ length: DOCUMENTS }, (_, place) => ({
      title: `Maker ${Math.floor(place / 2) * 7919} recalls ${place - (place % 2)} cars over brakes in town ${Math.floor(place / 2)}`,
      lead: '',
      publishedAt: new Date(place * 900_000),
    }))
  }
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(0, DOCUMENTS)
    .map((line) => JSON.parse(line) as { title: string; description?: string; date: string })
    .map(({ title, description = '', date }) => ({
      title,
      lead: description,
      publishedAt: new Date(`${date}T12:00:00Z`),
    }))
}

function pairsByKeys(documents: readonly Telling[]): number {
  const held = new Map<bigint, number[]>()
  let pairs = 0
  for (const [place, document] of documents.entries()) {
    const near = new Set(nearbyStoryKeys(document).flatMap((key) => held.get(key) ?? []))
    for (const other of near) if (isSameStory(document, documents[other]!)) pairs += 1
    for (const key of storyKeys(document)) held.set(key, [...(held.get(key) ?? []), place])
  }
  return pairs
}

function pairsOfAll(documents: readonly Telling[]): number {
  let pairs = 0
  for (const [place, document] of documents.entries()) {
    for (let back = place - 1; back >= 0; back -= 1) {
      const other = documents[back]!
      if (document.publishedAt.getTime() - other.publishedAt.getTime() > 3 * DAY_MS) break
      if (isSameStory(document, other)) pairs += 1
    }
  }
  return pairs
}

function perSecond(
  documents: readonly Telling[],
  find: (documents: readonly Telling[]) => number,
): [perSecond: number, pairs: number] {
  const start = process.cpuUsage()
  const pairs = find(documents)
  const { user, system } = process.cpuUsage(start)
  return [Math.round((documents.length * 1e6) / (user + system)), pairs]
}
