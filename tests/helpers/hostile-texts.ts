/** Texts that somebody writes to keep us busy, of any length. */

type Text = (length: number) => string

const repeat =
  (piece: string): Text =>
  (length) =>
    piece.repeat(Math.max(1, Math.floor(length / piece.length)))
const within =
  (before: string, piece: string, after = ''): Text =>
  (length) =>
    before + repeat(piece)(length) + after
const halves =
  (first: string, second: string): Text =>
  (length) =>
    repeat(first)(length / 2) + repeat(second)(length / 2)
const numbered =
  (before: string, piece: (n: number) => string, after: string): Text =>
  (length) =>
    before +
    Array.from({ length: Math.floor(length / piece(10_000).length) }, (_, n) => piece(n)).join('') +
    after

const script =
  (json: Text): Text =>
  (length) =>
    `<p>words</p><script type="application/ld+json">${json(length)}</script>`

/** Pages, filings and bodies of items. */
export const hostilePages: Readonly<Record<string, Text>> = {
  'nested div': repeat('<div>'),
  'nested b': repeat('<b>'),
  'nested a': repeat('<a>'),
  'paragraphs never closed': repeat('<p>'),
  'nested lists': repeat('<ul><li>'),
  'nested tables': repeat('<table><tr><td>'),
  'fonts and paragraphs': repeat('<font><p>'),
  'links in bold': repeat('<a><b>'),
  'nested quotes': repeat('<blockquote>x'),
  'formatting never closed': repeat('<b><i><u><p>x'),
  'divs, then other closers': halves('<div>', '</span>'),
  'divs, then paragraph closers': halves('<div>', '</p>'),
  'closers alone': repeat('</div>'),
  'a million attributes': within('<a ', 'x=1 ', '>'),
  'a million different attributes': numbered('<p ', (n) => `a${n}=1 `, '>'),
  'a class of many words': within('<p class="', 'a ', '">words here'),
  paragraphs: repeat('<p>One two three, four five six seven eight nine ten. </p>'),
  'paragraphs each far down': repeat(
    `${'<div>'.repeat(300)}<p>One two three, four five six seven.</p>${'</div>'.repeat(300)}`,
  ),
  sections: repeat('<section><p>One two three, four five six seven eight, nine.</p></section>'),
  headings: repeat('<h1>x y z title</h1>'),
  'a heading of many parts': within('<h1>', '<b>x</b>', '</h1>'),
  'a title of many parts': within('<title>', 'a | b - c ', '</title><h1>x</h1><p>words'),
  'a title of spaces': within('<title>a', '  ', 'b</title><h1>x</h1><p>words'),
  'titles in titles': repeat('<title><title>'),
  'bylines in bylines': (length) =>
    repeat('<span class=byline>')(Math.min(length, 7_000)) + repeat('words here ')(length),
  'headings in headings': (length) => repeat('<h1>')(120) + repeat('words here ')(length),
  'articles in articles': (length) =>
    repeat('<div><p>One two three, four five six seven eight, nine.</p>')(22_000) +
    repeat('<p>One two three, four five six seven eight, nine ten eleven.</p>')(length),
  metas: repeat('<meta name="a b c d e f g" content=x>'),
  'a meta of many names': within('<meta name="', 'a ', '" content="x">'),
  comments: repeat('<!-- x -->'),
  'comments never closed': repeat('<!--'),
  brackets: repeat('<'),
  'sections of characters': repeat('<![CDATA['),
  entities: repeat('&amp;'),
  'half entities': repeat('&a'),
  'a long entity': within('&', 'a'),
  'a long number': within('&#', '1'),
  scripts: repeat('<script>x</script>'),
  'a script that almost ends': within('<p>x<script>', '</scrip'),
  'linked data, deep': script(repeat('[')),
  'linked data in graphs': script((length) => {
    const deep = Math.floor(length / 12)
    return `${'{"@graph":'.repeat(deep)}1${'}'.repeat(deep)}`
  }),
  'linked data, wide': script(within('[', '[],', '[]]')),
  'linked data behind spaces': script(within('{}', ' ', 'x')),
  'linked data that is marks': script((length) =>
    JSON.stringify({ '@type': 'NewsArticle', articleBody: `a${repeat('\u0316\u0301')(length)}` }),
  ),
  pictures: repeat('<svg>'),
  'hidden parts': repeat('<p style="display:none">'),
  'a style of spaces': within('<p style="display', ' ', '">'),
  cells: within('<table><tr>', '<td>x'),
  breaks: repeat(' <br> '),
  lines: repeat('\n \n'),
  'spaces before the end': within('a', ' ', 'b'),
  'a submission of many documents': within(
    '<SEC-DOCUMENT>',
    '<DOCUMENT><TYPE>EX-99<TEXT>x</TEXT></DOCUMENT>',
  ),
  'a submission never closed': within('<SEC-DOCUMENT>', '<DOCUMENT><TYPE>'),
}

/** Words, for titles and bodies of any kind. */
export const hostileWords: Readonly<Record<string, Text>> = {
  'marks on one letter': within('a', '\u0301'),
  'marks out of order': within('a', '\u0315\u0300\u05ae\u0334'),
  'marks of two kinds, all of one first': (length) =>
    `a${repeat('\u0315')(length / 2)}${repeat('\u0300')(length / 2)}`,
  'marks after each letter': repeat(`a${'\u0315\u0300\u05ae\u0334'.repeat(20)}`),
  'syllables in parts': repeat('\u1100\u1161\u11a8'),
  'ligatures that unfold': repeat('\ufdfa'),
  joiners: repeat('\u200d'),
  'half characters': repeat('\ud800'),
  'control characters': repeat('\u0001'),
  'one word': repeat('a'),
  names: repeat('Apple iPhone '),
  tickers: repeat('$AAPL '),
  points: repeat('. '),
  exclamations: repeat('!?"'),
  apostrophes: repeat("a'"),
  hyphens: repeat('a-'),
  numbers: repeat('1,'),
  sentences: repeat('Apple rose 5% to $10 after profit beat estimates. '),
  'a sentence without end': repeat('Apple rose and '),
  refusals: repeat('not rise fell raises forecast cuts '),
  events: repeat('Iran war oil tariffs '),
  items: repeat('ITEM 1.01\n'),
  'an item of spaces': within('ITEM', ' '),
  'lines of contents': repeat('\nITEM 1 x | 12 - 13'),
  'an error of spaces': within('404 ', ' '),
  'an error of hyphens': within('', '-', ' page not found'),
  cookies: repeat('we use cookies '),
}

const feed =
  (items: Text): Text =>
  (length) =>
    `<rss version="2.0"><channel><title>x</title>${items(length)}</channel></rss>`

function laughs(length: number): string {
  const levels = Array.from(
    { length: 11 },
    (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`,
  )
  const items = repeat('<item><title>&a11; bomb</title></item>')(length)
  return `<!DOCTYPE rss [<!ENTITY a0 "lol">${levels.join('')}]>${feed(() => items)(length)}`
}

export const hostileFeeds: Readonly<Record<string, Text>> = {
  items: feed(repeat('<item><title>x</title></item>')),
  'items in items': repeat('<rss><channel><item>'),
  attributes: within('<rss ', 'a="1" ', '></rss>'),
  'names of many kinds': feed(numbered('<item>', (n) => `<t${n}>x</t${n}>`, '</item>')),
  'spaces of many names': numbered('<rss ', (n) => `xmlns:a${n}="http://${n}" `, '></rss>'),
  entities: feed(within('<item><title>', '&amp;', '</title></item>')),
  'half entities': feed(within('<item><title>', '&a', '</title></item>')),
  'a title of brackets': feed(within('<item><title><![CDATA[', '<a', ']]></title></item>')),
  'a title of spaces': feed(within('<item><title>a', ' ', 'b</title></item>')),
  'sections of characters': feed(within('<item><title>', '<![CDATA[', '</title></item>')),
  'comments never closed': within('<rss>', '<!--'),
  declarations: repeat('<?xml '),
  'kinds of entity': numbered('<!DOCTYPE rss [', (n) => `<!ENTITY a${n} "b">`, ']><rss></rss>'),
  'a billion laughs': laughs,
  'one long entity, many times': (length) =>
    `<!DOCTYPE rss [<!ENTITY a "${repeat('x')(length / 2)}">]>${feed(within('<item><title>', '&a;', '</title></item>'))(length / 2)}`,
  'markup in a summary': feed(within('<item><description>', '<b>', '</description></item>')),
  categories: feed(within('<item>', '<category>x</category>', '</item>')),
}
