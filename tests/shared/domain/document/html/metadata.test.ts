import { describe, expect, it } from 'vitest'
import { readPage } from '#shared/domain/document/html/page.ts'

const prose =
  'The company reported quarterly profit that beat analyst estimates on Tuesday, and raised its forecast for the full year.'
const article = `<article><p>${prose}</p><p>${prose} Again.</p></article>`
const page = (head: string, body = article) =>
  `<!doctype html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`
const ld = (value: unknown) =>
  `<script type="application/ld+json">${JSON.stringify(value)}</script>`
const news = (more: Record<string, unknown>) => ({ '@type': 'NewsArticle', ...more })

describe('linked data that is written as markup', () => {
  it.each([
    ['AT&amp;T beats estimates, Moody&#39;s says', "AT&T beats estimates, Moody's says"],
    ['AT&amp;amp;T beats estimates', 'AT&T beats estimates'],
    ['L&rsquo;Or&eacute;al gains', 'L’Oréal gains'],
    ['<b>S&amp;P</b> 500 falls', 'S&P 500 falls'],
    ['P&L of R&D', 'P&L of R&D'],
  ])('%s', (headline, title) => {
    const read = readPage(page(ld(news({ headline, publisher: { name: 'Barron&#39;s' } }))))
    expect(read).toMatchObject({ title, publisher: "Barron's" })
    expect(
      readPage(page(`<meta property="og:title" content="${headline.replaceAll('&', '&amp;')}">`))
        .title,
    ).toBe(title)
  })

  it('its body is read where the page shows none', () => {
    const articleBody =
      'AT&amp;T said that profit beat estimates. Moody&#39;s raised its rating.\n\n'.repeat(9)
    const { text } = readPage(
      page(ld(news({ headline: 'x', articleBody })), '<div id="app"></div>'),
    )
    expect(text).toContain("AT&T said that profit beat estimates. Moody's raised its rating.")
  })

  it('marks written twice in the text of a page are read once', () => {
    expect(readPage(page('', article.replaceAll('The company', 'AT&amp;amp;T'))).text).toContain(
      'AT&T reported',
    )
  })

  it('breaks of line within a string cost nothing', () => {
    const script =
      '<script type="application/ld+json">{"@type":"NewsArticle","headline":"One\ntwo",}</script>'
    expect(readPage(page(script)).title).toBe('One two')
  })
})

describe('of several articles in linked data, this page’s', () => {
  const here = 'https://www.example.com/2026/here'
  const canonical = `<link rel="canonical" href="${here}">`
  const other = news({
    headline: 'Another story',
    url: 'https://www.example.com/2026/other',
    author: { name: 'Bo Ray' },
  })

  it.each([
    ['by its address', news({ headline: 'Ours', url: here })],
    [
      'by the main entity of its page',
      news({ headline: 'Ours', mainEntityOfPage: { '@id': `${here}/?x=1` } }),
    ],
    [
      'by the main entity as text',
      news({ headline: 'Ours', mainEntityOfPage: here.replace('www.', '') }),
    ],
    ['by its id', news({ headline: 'Ours', '@id': `${here}#article` })],
  ])('%s', (_name, ours) => {
    for (const graph of [
      [other, ours],
      [ours, other],
    ])
      expect(readPage(page(canonical + ld({ '@graph': graph })))).toMatchObject({
        title: 'Ours',
        author: null,
      })
  })

  it('by its title, where no address tells', () => {
    const head = `<title>Ours | The Wire</title>${ld([news({ headline: 'Another' }), news({ headline: 'Ours', author: { name: 'Ann Lee' } })])}`
    expect(readPage(page(head)).author).toBe('Ann Lee')
  })

  it('none, where each is of another address', () => {
    const head = `${canonical}<title>Ours here today</title>${ld([other, { ...other, url: 'https://www.example.com/x' }])}`
    expect(readPage(page(head))).toMatchObject({ title: 'Ours here today', author: null })
  })

  it('a person may stand elsewhere in the graph', () => {
    const graph = [
      news({ headline: 'Ours', author: { '@id': '#p1' } }),
      { '@type': 'Person', '@id': '#p1', name: 'Ann Lee' },
    ]
    expect(readPage(page(ld({ '@graph': graph }))).author).toBe('Ann Lee')
  })
})

describe('who wrote it', () => {
  it.each([
    ['a byline', '<div class="byline">By Ann Lee and Bo Ray</div>', 'Ann Lee, Bo Ray'],
    ['a link', '<a rel="author" href="/ann">Ann Lee</a>', 'Ann Lee'],
    ['a German byline', '<p class="author">Von Jürgen Müller</p>', 'Jürgen Müller'],
    ['particles', '<span itemprop="author">Ursula von der Leyen</span>', 'Ursula von der Leyen'],
  ])('%s', (_name, byline, author) =>
    expect(readPage(page('', byline + article)).author).toBe(author),
  )

  it.each([
    [
      'the site itself',
      '<meta property="og:site_name" content="The Wire"><meta name="author" content="The Wire">',
    ],
    [
      'the site by its address',
      '<link rel="canonical" href="https://www.thewire.com/a"><meta name="author" content="TheWire">',
    ],
    ['its software', '<meta name="author" content="admin">'],
    ['its staff', '<meta name="author" content="Editorial Staff">'],
    ['an address', '<meta name="author" content="info@example.com">'],
    [
      'a company',
      ld(news({ headline: 'x', author: { '@type': 'Organization', name: 'Acme Newswire' } })),
    ],
    ['a date', '</head><div class="byline">Published March 3, 2026</div>'],
    ['a photographer', '</head><div class="byline">Photo: Ann Lee</div>'],
    [
      'a sentence',
      '</head><div class="author-note">Our writers have covered companies since 1999.</div>',
    ],
    ['a reader', '</head><div class="comments"><span class="author">Ann Lee</span></div>'],
    [
      'the writer of another story',
      '</head><div class="related"><span class="byline">By Ann Lee</span></div>',
    ],
  ])('not %s', (_name, head) => expect(readPage(page(head)).author).toBeNull())
})

describe('when it was published', () => {
  const at = (text: string) => new Date(text)

  it.each([
    [
      'linked data',
      ld(news({ headline: 'x', datePublished: '2026-03-02T09:30:00-05:00' })),
      '2026-03-02T14:30:00Z',
    ],
    [
      'an odd meta element',
      '<meta name="parsely-pub-date" content="2026-03-02T14:30:00Z">',
      '2026-03-02T14:30:00Z',
    ],
    ['Dublin Core', '<meta name="DC.date.issued" content="2026-03-02">', '2026-03-02T00:00:00Z'],
    [
      'microdata',
      '<meta itemprop="datePublished" content="2026-03-02T14:30:00Z">',
      '2026-03-02T14:30:00Z',
    ],
    [
      'its address',
      '<link rel="canonical" href="https://example.com/news/2026/03/02/acme">',
      '2026-03-02T00:00:00Z',
    ],
    [
      'when it changed, as the last resort',
      '<meta property="article:modified_time" content="2026-03-02T14:30:00Z">',
      '2026-03-02T14:30:00Z',
    ],
  ])('%s', (_name, head, moment) => expect(readPage(page(head)).publishedAt).toEqual(at(moment)))

  it.each([
    [
      'a time element',
      '<time datetime="2026-03-02T14:30:00Z">yesterday</time>',
      '2026-03-02T14:30:00Z',
    ],
    ['the text of one', '<time>2 March 2026</time>', '2026-03-02T00:00:00Z'],
    ['a class', '<span class="post-date">March 2, 2026</span>', '2026-03-02T00:00:00Z'],
    ['German', '<div class="x">Stand: 02.03.2026, 14:30 Uhr</div>', '2026-03-02T14:30:00Z'],
    ['German words', '<div class="x">2. März 2026</div>', '2026-03-02T00:00:00Z'],
    ['French', '<div class="x">Publié le 2 mars 2026 à 14h30</div>', '2026-03-02T14:30:00Z'],
    ['Spanish', '<div class="x">2 de marzo de 2026</div>', '2026-03-02T00:00:00Z'],
    ['Chinese', '<div class="x">2026年3月2日</div>', '2026-03-02T00:00:00Z'],
  ])('as people read it: %s', (_name, shown, moment) => {
    const body = `<h1>Acme raises its forecast</h1>${shown}${article}`
    expect(readPage(page('', body)).publishedAt).toEqual(at(moment))
  })

  it.each([
    [
      'of another story',
      '<aside class="related"><time datetime="2025-01-01">1 January</time></aside>',
    ],
    ['in the footer', '<footer><time datetime="2025-01-01">1 January</time></footer>'],
    [
      'of which the text tells',
      `<article><h1>Acme raises its forecast</h1>${`<p>${prose}</p>`.repeat(9)}<p>It was founded on 3 May 1990 in Ohio.</p></article>`,
    ],
  ])('not the time %s', (_name, body) =>
    expect(readPage(page('', body + article)).publishedAt).toBeNull(),
  )
})
