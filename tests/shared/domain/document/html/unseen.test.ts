import { expect, test } from 'vitest'
import { readPage } from '#shared/domain/document/html/page.ts'

const PRAISE = 'Acme secretly won a giant order worth billions.'
const BODY =
  'held its annual meeting in the usual hall. Shareholders heard the usual speeches, and the board was confirmed in office by a wide margin, as it has been each year. The chair thanked everybody who had come.'
const told = (part: string) => {
  const html = `<html><head><title>Acme meets</title></head><body><article><h1>Acme meets</h1><p>Acme ${BODY}</p>${part}<p>The firm ${BODY}</p></article></body></html>`
  return readPage(html).text
}
const styled = (style: string) => `<p style="${style}">${PRAISE}</p>`
const tags = Array.from(PRAISE)
  .map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0)))
  .join('')

test.each([
  ...[
    'color:#fff;background:#fff',
    'color:#fefefe',
    'color:#123456;background-color:#123456',
    'color:rgba(0,0,0,0)',
    'color:hsl(0,0%,100%)',
    'font-size:0',
    'font-size:2px',
    'font-size:0.1em',
    'font-size:1%',
    'position:absolute;left:-9999px',
    'position:absolute;left:-999px',
    'position:fixed;right:-5000px',
    'position:absolute;left:-100em',
    'transform:translateX(-9999px)',
    'transform:scale(0)',
    'width:0;overflow:hidden',
    'clip-path:inset(50%)',
    'filter:opacity(0)',
    'opacity:0',
    'visibility:hidden',
  ].map(styled),
  `<font color="white">${PRAISE}</font>`,
  `<p aria-hidden="true">${PRAISE}</p>`,
  `<!-- ${PRAISE} -->`,
  `<img src="a.png" alt="${PRAISE}">`,
  `<p title="${PRAISE}" aria-label="${PRAISE}">x</p>`,
  `<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"${PRAISE}"}</script>`,
  `<style>.q{display:none}</style><p class="a q">${PRAISE}</p>`,
  `<style>#z , .y{font-size:0}</style><p id="z">${PRAISE}</p>`,
  `<style>@media all{.q{position:absolute;left:-9999px}}</style><div class="q"><p>${PRAISE}</p></div>`,
  `<style>.q{color:#fff}</style><p class="q">${PRAISE}</p>`,
  `<style>.q{color:#123456;background:#123456}</style><p class="q">${PRAISE}</p>`,
  `<style>p#z{opacity:0}</style><p id="z">${PRAISE}</p>`,
  `<style>.a .q{display:none}</style><div class="a"><section><p class="q">${PRAISE}</p></section></div>`,
  `<style>div.a > p.q.r{color:white}</style><div class="a"><p class="q r">${PRAISE}</p></div>`,
  `<style>article .q{font-size:1px}</style><p class="q">${PRAISE}</p>`,
  `<style>.q{color:black}.q{color:white}</style><p class="q">${PRAISE}</p>`,
  `<style>.a{color:red;.q{display:none}}</style><div class="a"><p class="q">${PRAISE}</p></div>`,
  `<style>.q{&.r{display:none}}</style><p class="q r">${PRAISE}</p>`,
  `<style>.x:not(.y, .z), .q{display:none}</style><p class="q">${PRAISE}</p>`,
  `<style>${'.q{color:red}'.repeat(60)}.q{display:none}</style><p class="q">${PRAISE}</p>`,
  `<p>${tags}</p>`,
])('nobody sees it, and it is not read: %s', (part) => {
  expect(told(part)).not.toMatch(/giant order|\u{e0041}/u)
})

test.each([
  styled('color:#fff;background:#003366'),
  styled('font-size:12px'),
  styled('width:0;flex:1'),
  styled('margin-left:-20px'),
  `<style>@media print{.q{display:none}}</style><p class="q">${PRAISE}</p>`,
  `<style>.q{display:none}.q{display:block}</style><p class="q">${PRAISE}</p>`,
  `<style>.menu .q{display:none}</style><p class="q">${PRAISE}</p>`,
  `<style>.box > .q{color:#fff}</style><div class="box"><section><p class="q">${PRAISE}</p></section></div>`,
  `<style>.a{color:red;.q{display:none}}</style><p class="q">${PRAISE}</p>`,
  `<style>@supports not (display:grid){.q{display:none}}</style><p class="q">${PRAISE}</p>`,
  `<style>.x:not(.a, .q, .b){display:none}[y="a,.q,b"]{display:none}</style><p class="q">${PRAISE}</p>`,
  `<style>body .q.r{display:block} .q{display:none}</style><p class="q r">${PRAISE}</p>`,
  `<style>.q.r{display:none}</style><p class="q">${PRAISE}</p>`,
  `<style>.q:hover{display:none}</style><p class="q">${PRAISE}</p>`,
  `<style>.q{color:#fff}.q{color:#222}</style><p class="q">${PRAISE}</p>`,
  `<style>.q{color:#fff;background:#003366}</style><p class="q">${PRAISE}</p>`,
  `<style>.q ~ p{display:none}</style><i class="q"></i><p>${PRAISE}</p>`,
])('people see it, and it is read: %s', (part) => {
  expect(told(part)).toContain('giant order')
})

const DEEP = 300
const nested = '<div class="d">'.repeat(DEEP)
test.each([
  [
    'one class over and over',
    `<style>${'.a{display:none}'.repeat(50)}</style><p class="${'a '.repeat(100_000)}">x</p>`,
  ],
  [
    'long rules over deep elements',
    `<style>${Array.from({ length: 50 }, (_, n) => `.d .d .d .d .d .d .n${n} .l{display:none}`).join('')}</style>${nested}${'<i class="l">x</i>'.repeat(2_000)}`,
  ],
  ['a selector of spaces', `<style>.a${' '.repeat(300_000)}b{display:none}</style><p>x</p>`],
  ['brackets without an end', `<style>${'['.repeat(300_000)}{display:none}</style><p>x</p>`],
  ['no opacity at all', `<p style="opacity:0${'0'.repeat(300_000)}x">x</p>`],
  ['transforms without an end', `<p style="${'transform:'.repeat(30_000)}">x</p>`],
  ['rules within rules', `<style>${'.a,.b,.c{'.repeat(10_000)}</style><p>x</p>`],
])('what would keep a reader busy for minutes does not: %s', (_, part) => {
  expect(told(part)).toContain('annual meeting')
})
