import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LINKS } from '#shared/contracts/api/explanation.ts'

test('docs/CODES.md tells every link, in the order of the chain', () => {
  const codes = readFileSync('docs/CODES.md', 'utf8')
  const section = /## Explanations\n([\s\S]*?)(?=\n## |$)/.exec(codes)?.[1] ?? ''
  expect([...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, link]) => link)).toEqual([...LINKS])
})
