import { expect, test } from 'vitest'
import { pageWords } from '#shared/domain/document/html/words.ts'

const read = (markup: string) => {
  const found = pageWords(markup)
  return found && { title: found.title.trim(), words: found.words.replace(/\s+/g, ' ').trim() }
}

test.each([
  [
    '<html><head><title> A &amp; b </title></head><body><p>One <b>two</b></p></body>',
    'A & b',
    'One two',
  ],
  ['<title>T</title><p>One<p>two', 'T', 'Onetwo'],
  ['<title>First</title><title>Second</title>words', 'First', 'words'],
  [
    '<script>a()</script><style>p{}</style><noscript>no</noscript><template>t</template>yes',
    '',
    'yes',
  ],
  ['plain words', '', 'plain words'],
  ['<p>not closed <i>ever', '', 'not closed ever'],
  ['<!-- gone --><p>here', '', 'here'],
  ['', '', ''],
])('%s', (markup, title, words) => {
  expect(read(markup)).toEqual({ title, words })
})

test('a page past all bounds is not read', () => {
  expect(pageWords('<div>'.repeat(40_000))).toBeUndefined()
  expect(pageWords('<p>x</p>'.repeat(160_000))).toBeUndefined()
})
