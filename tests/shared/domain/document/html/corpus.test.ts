/** How well pages are read, measured on published corpora of articles where they are present. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { markupToText } from '#shared/domain/document/html/markup.ts'
import { readPage } from '#shared/domain/document/html/page.ts'
import { beside } from '../../../../helpers/beside.ts'

const { path: corpus, why } = beside('data/html-articles')

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Harmonic mean of precision and recall over words, each counted as often as it occurs. */
function tokenF1(got: string, wanted: string): number {
  const [mine, theirs] = [words(got), words(wanted)]
  const left = new Map<string, number>()
  for (const word of theirs) left.set(word, (left.get(word) ?? 0) + 1)
  let hits = 0
  for (const word of mine) {
    const count = left.get(word) ?? 0
    if (count > 0) hits += 1
    left.set(word, count - 1)
  }
  return mine.length + theirs.length === 0 ? 1 : (2 * hits) / (mine.length + theirs.length)
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.skipIf(why)(`articles of the corpora${why}`, () => {
  it('text reaches a mean token F1 of 0.95, titles 0.9', () => {
    const [scores, titles]: [number[], boolean[]] = [[], []]
    const folder = `${corpus}/readability`
    for (const name of readdirSync(folder)) {
      const got = readPage(readFileSync(`${folder}/${name}/source.html`))
      const wanted = markupToText(readFileSync(`${folder}/${name}/expected.html`, 'utf8'))
      const { title } = JSON.parse(
        readFileSync(`${folder}/${name}/expected-metadata.json`, 'utf8'),
      ) as { title: string }
      scores.push(tokenF1(got.text, wanted))
      titles.push(words(got.title).join(' ') === words(title ?? '').join(' '))
    }
    for (const name of readdirSync(`${corpus}/newspaper`).filter((file) =>
      file.endsWith('.html'),
    )) {
      const got = readPage(readFileSync(`${corpus}/newspaper/${name}`))
      scores.push(
        tokenF1(
          got.text,
          readFileSync(`${corpus}/newspaper/${name.replace('.html', '.txt')}`, 'utf8'),
        ),
      )
    }
    const titleShare = titles.filter(Boolean).length / titles.length
    console.log(
      `pages ${scores.length}: mean token F1 ${mean(scores).toFixed(3)}, titles ${titleShare.toFixed(3)}`,
    )
    expect(mean(scores)).toBeGreaterThan(0.95)
    expect(titleShare).toBeGreaterThanOrEqual(0.9)
  })
})
