/**
 * Pages read to the text of their article: ours against Readability, on pages that lie beside the
 * checkout with the text that people found right.
 *
 * The measure is that of the article extraction benchmark: precision and recall over runs of four
 * words, each counted as often as it occurs, averaged over pages; F1 of the two means. Speed is that of
 * the second pass, in pages a second of processor time, parsing included.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { markupToText } from '#shared/domain/document/html/markup.ts'
import { readPage } from '#shared/domain/document/html/page.ts'
import { beside } from '../helpers/beside.ts'
import { loadPeer } from './peer.ts'

const RUN = 4

type Sample = { bytes: Buffer; wanted: string }
type Read = (bytes: Buffer) => string

/** `ours` and `peer` are F1 in thousandths; pages a second beside them. */
export async function bench() {
  const samples = readSamples()
  const { readArticle } = await loadPeer<{ readArticle: (markup: string) => string }>(
    'readability.mjs',
    '@mozilla/readability',
  )
  const ours = measure(samples, (bytes) => readPage(bytes).text)
  const peer = measure(samples, (bytes) => readArticle(bytes.toString('utf8')))
  return {
    name: 'pages',
    ours: ours.f1,
    peer: peer.f1,
    ratio: ours.f1 / peer.f1,
    unit: `F1 in thousandths over ${samples.length} pages`,
    precision: { ours: ours.precision, peer: peer.precision },
    recall: { ours: ours.recall, peer: peer.recall },
    pages_a_second: { first: ours.first, ours: ours.speed, peer: peer.speed },
  }
}

function readSamples(): Sample[] {
  const { path, why } = beside('data/html-articles')
  if (why) throw new Error(`Read the pages: there is no folder ${path}`)
  const readability = readdirSync(`${path}/readability`).map((name) => ({
    bytes: readFileSync(`${path}/readability/${name}/source.html`),
    wanted: markupToText(
      readFileSync(`${path}/readability/${name}/expected.html`, 'utf8').replace(
        /<figcaption[\s\S]*?<\/figcaption>/g,
        '',
      ),
    ),
  }))
  const newspaper = readdirSync(`${path}/newspaper`)
    .filter((name) => name.endsWith('.html'))
    .map((name) => ({
      bytes: readFileSync(`${path}/newspaper/${name}`),
      wanted: readFileSync(`${path}/newspaper/${name.replace('.html', '.txt')}`, 'utf8'),
    }))
  return [...readability, ...newspaper]
}

function measure(samples: readonly Sample[], read: Read) {
  const first = pagesASecond(samples, read)
  const speed = pagesASecond(samples, read)
  const scores = samples.map(({ bytes, wanted }) => score(read(bytes), wanted))
  const precision = mean(scores.map((one) => one.precision))
  const recall = mean(scores.map((one) => one.recall))
  const f1 = thousandths((2 * precision * recall) / (precision + recall))
  return { first, speed, f1, precision: thousandths(precision), recall: thousandths(recall) }
}

function pagesASecond(samples: readonly Sample[], read: Read): number {
  const began = process.cpuUsage()
  for (const { bytes } of samples) read(bytes)
  const { user, system } = process.cpuUsage(began)
  return Math.round((samples.length * 1e6) / (user + system))
}

function score(got: string, wanted: string): { precision: number; recall: number } {
  const [mine, theirs] = [runsOf(got), runsOf(wanted)]
  let [hits, all, right] = [0, 0, 0]
  for (const [run, count] of mine) {
    hits += Math.min(count, theirs.get(run) ?? 0)
    all += count
  }
  for (const count of theirs.values()) right += count
  return {
    precision: all === 0 ? Number(right === 0) : hits / all,
    recall: right === 0 ? 1 : hits / right,
  }
}

function runsOf(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []
  const runs = new Map<string, number>()
  const last = Math.max(0, words.length - RUN)
  for (let at = 0; at <= last && words.length > 0; at += 1) {
    const run = words.slice(at, at + RUN).join(' ')
    runs.set(run, (runs.get(run) ?? 0) + 1)
  }
  return runs
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function thousandths(share: number): number {
  return Math.round(share * 1_000)
}
