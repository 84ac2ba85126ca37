import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { blocks, withBlock } from './tables.ts'
import { readTree } from './tree.ts'

test.each(blocks)('$file says what the table of stages says: $name', (block) => {
  const text = readFileSync(block.file, 'utf8')
  expect(withBlock(text, block), 'run: npm run tables').toBe(text)
})

test('a file without the marks is refused by name', () => {
  expect(() => withBlock('', blocks[0]!)).toThrow('helm/values.yaml has no block "stages"')
})

/** Four stages beside each other are a list of stages. */
const four = new RegExp(`(\\b(?:${stageNames.join('|')})\\b['"\`]?(?:: [01])?[\\s,|'"\`]+){4}`)

/** Texts without what is made of the table. */
const handWritten = (text: string) =>
  text.replaceAll(/made by npm run tables: (\w+)[^]*?end of \1/g, '')

const listers = (files: readonly { path: string; text: string }[]) =>
  files.filter(({ text }) => four.test(handWritten(text))).map(({ path }) => path)

test('no file lists the stages but the table, and what is made of it', () => {
  const files = readTree(
    (path) =>
      /\.(ts|tsx|mjs|yaml|tpl|json|md)$/.test(path) &&
      !['shared/pipeline.ts', 'package-lock.json'].includes(path) &&
      // Recorded answers of a cluster.
      !path.endsWith('/recorded.json'),
  )
  expect(listers(files)).toEqual([])
  const planted = `const all = ['${stageNames.join("', '")}']`
  expect(listers([{ path: 'x.ts', text: planted }])).toEqual(['x.ts'])
})
