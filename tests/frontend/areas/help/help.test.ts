/** What the help is made of: every code and term of the documents, and guides whose links stay within it. */

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toHtml } from '../../../../frontend/src/areas/help/parts/guide-html.ts'
import { findEntries, readEntries } from '../../../../frontend/src/areas/help/parts/read-entries.ts'
import { shelves } from '../../../../frontend/src/areas/help/parts/shelves.ts'

const read = (name: string) => readFileSync(`docs/${name}.md`, 'utf8')
const entries = [...readEntries(read('CODES'), 'Codes'), ...readEntries(read('GLOSSARY'), 'Terms')]

test('explains codes and terms, each under its heading', () => {
  expect(entries.length).toBeGreaterThan(400)
  expect(entries.find(({ name }) => name === 'macro_only')).toEqual({
    name: 'macro_only',
    means: 'it rests on macro events alone',
    where: 'suppressions',
    section: 'Recommendations',
    isCode: true,
  })
  expect(entries.find(({ name }) => name === 'beat')).toMatchObject({
    section: 'Terms',
    isCode: false,
  })
})

test('a stroke within a cell ends none', () => {
  const [entry] = readEntries(
    '## One\n| code | means |\n|---|---|\n| `a_b` | strength \\|S\\| |\n',
    'All',
  )
  expect(entry).toMatchObject({ name: 'a_b', means: 'strength \\|S\\|', section: 'One' })
})

test('finds what has every word in it, what is called so first', () => {
  const [first, ...more] = findEntries(entries, 'stale evidence')
  expect(first?.name).toBe('stale_evidence')
  expect(findEntries(entries, 'pause')[0]?.name).toMatch(/pause/)
  expect(
    [first, ...more].every((entry) => JSON.stringify(entry).toLowerCase().includes('stale')),
  ).toBe(true)
  expect(findEntries(entries, 'no such thing at all')).toEqual([])
})

test('every guide of a shelf is there', () => {
  for (const [name] of shelves.flatMap(({ guides }) => guides))
    expect(read(name), name).toMatch(/^# /)
})

test('links of guides lead to guides and headings that there are', async () => {
  const names = [
    ...readdirSync('docs').filter((file) => file.endsWith('.md')),
    ...['runbooks', 'guides'].flatMap((folder) =>
      readdirSync(`docs/${folder}`).map((file) => `${folder}/${file}`),
    ),
  ].map((file) => file.replace(/\.md$/, ''))
  const ids = new Map<string, Set<string>>()
  const links: { from: string; to: string }[] = []
  for (const name of names) {
    const html = toHtml(name, read(name))
    ids.set(name, new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)))
    for (const [, to] of html.matchAll(/href="\/guides\/([^"]+)"/g))
      links.push({ from: name, to: to! })
  }
  expect(links.length).toBeGreaterThan(50)
  const broken = links.filter(({ to }) => {
    const [guide = '', hash] = to.split('#')
    return !ids.has(guide) || (hash !== undefined && !ids.get(guide)!.has(hash))
  })
  expect(broken).toEqual([])
})

test('a guide says nothing to the machine that shows it', () => {
  const html = toHtml(
    'trading',
    '# One\n<!-- made -->\nSee [risk](FORMULAS.md#risk), [why](decisions/0008-dependencies.md).\n',
  )
  expect(html).toContain('<a href="/guides/FORMULAS#risk">risk</a>')
  expect(html).not.toContain('made')
  expect(html).not.toContain('decisions')
})
