import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ineligibilityWords, suppressionWords } from '#shared/domain/recommendation/codes.ts'

test('docs/CODES.md says every code in the words shown, and no other', () => {
  const section =
    /## Recommendations\n([\s\S]*?)(?=\n## |$)/.exec(readFileSync('docs/CODES.md', 'utf8'))?.[1] ??
    ''
  const told = [...section.matchAll(/^\| `(\w+)` \| (.+?) \| (\w+) \|$/gm)].map(
    ([, code, words, where]) => [where, code, words],
  )
  expect(told).toEqual([
    ...Object.entries(suppressionWords).map(([code, words]) => ['suppressions', code, words]),
    ...Object.entries(ineligibilityWords).map(([code, words]) => ['ineligibilities', code, words]),
  ])
})
