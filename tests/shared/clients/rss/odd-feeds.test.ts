/** What feeds really send: no oddity of one item costs another, or the feed. */

import { describe, expect, test } from 'vitest'
import { readFeed } from '#shared/clients/rss/read-feed.ts'

const URL_OF_FEED = 'https://news.example/feeds/all.xml'
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://news.example/</link>${items.join('')}</channel></rss>`
const good = (n: number) =>
  `<item><title>Good ${n}</title><link>https://news.example/${n}</link><guid isPermaLink="false">g${n}</guid></item>`
const read = (text: string, url = URL_OF_FEED) => readFeed(text, url)
const titles = (text: string) => read(text).items.map(({ title }) => title)
const one = (inside: string) => read(rss(`<item>${inside}</item>`)).items[0]

describe('one odd item costs itself or nothing', () => {
  test.each([
    ['an ampersand', '<title>AT&T & Moody’s</title>', 'AT&T & Moody’s'],
    [
      'an entity of HTML',
      '<title>Est&eacute;e Lauder&nbsp;&mdash; up</title>',
      'Estée Lauder — up',
    ],
    ['an entity escaped twice', '<title>AT&amp;amp;T beats</title>', 'AT&T beats'],
    [
      'a quote as Windows numbers it',
      '<title>Moody&#146;s &#x93;cut&#x94;</title>',
      'Moody’s “cut”',
    ],
    ['NUL and other controls', '<title>Ford\0 re\u0008calls\u0001</title>', 'Ford recalls'],
    ['half a character', '<title>Ford \ud83d recalls</title>', 'Ford \ufffd recalls'],
    ['HTML in a title', '<title><b>Ford</b> recalls<br>trucks</title>', 'Ford recalls trucks'],
    ['escaped HTML in a title', '<title>&lt;b&gt;Ford&lt;/b&gt; recalls</title>', 'Ford recalls'],
    ['CDATA', '<title><![CDATA[<i>Ford</i> & GM recall]]></title>', 'Ford & GM recall'],
    ['a title never closed', '<title>Ford recalls<link>https://n.example/1</link>', 'Ford recalls'],
    [
      'a paragraph never closed',
      '<title>Ford recalls</title><description><p>Words<br></description>',
      'Ford recalls',
    ],
    ['an end without a beginning', '<title>Ford recalls</title></b></description>', 'Ford recalls'],
    ['an attribute without quotes', '<title a=b c>Ford recalls</title>', 'Ford recalls'],
    [
      'an unknown namespace',
      '<title>Ford recalls</title><x:y z:a="1"><x:title>No</x:title></x:y>',
      'Ford recalls',
    ],
    [
      'a title of another kind before',
      '<media:title>Picture</media:title><title>Ford recalls</title>',
      'Ford recalls',
    ],
    ['less than', '<title>Ford < GM in sales</title>', 'Ford < GM in sales'],
  ])('%s', (_kind, inside, title) => {
    const text = rss(good(1), `<item>${inside}</item>`, good(2))
    expect(titles(text)).toEqual(['Good 1', title, 'Good 2'])
    expect(read(text)).toMatchObject({ rejects: [], isWhole: true })
  })

  test('an item never closed ends where the next begins', () => {
    const open = '<item><title>Open</title><link>https://news.example/o</link>'
    expect(titles(rss(good(1), open, good(2), open))).toEqual(['Good 1', 'Open', 'Good 2', 'Open'])
  })

  test('an item without a title is named by the beginning of its text', () => {
    expect(
      one('<description>Ford recalls 300,000 trucks; shares fall 4%. More to come.</description>')
        ?.title,
    ).toBe('Ford recalls 300,000 trucks; shares fall 4%.')
    expect(
      one('<title> </title><content:encoded>&lt;p&gt;GM is sued&lt;/p&gt;</content:encoded>')
        ?.title,
    ).toBe('GM is sued')
    expect(one(`<description>${'long '.repeat(100)}</description>`)?.title.length).toBe(160)
  })

  test.each([
    '(untitled)',
    'Untitled',
    '[No Title]',
    'null',
    '...',
    'Sans titre',
    '— No headline —',
  ])('an item that is called %s has no title', (title) => {
    const text = `<title>${title}</title><description>GM is sued over its trucks. It denies it.</description>`
    expect(one(text)?.title).toBe('GM is sued over its trucks.')
    expect(one(`<title>${title}</title>`)).toBeUndefined()
  })

  test('an item without title and text is refused with its bytes', () => {
    const { items, rejects } = read(
      rss(good(1), '<item><link>https://n.example/1</link></item>', good(2)),
    )
    expect(items).toHaveLength(2)
    expect(rejects).toHaveLength(1)
    expect(rejects[0]).toMatchObject({ reason: 'no_title' })
    expect(Buffer.from(rejects[0]!.item).toString()).toBe(
      '<item><link>https://n.example/1</link></item>',
    )
  })

  test('a feed that breaks off gives what was whole, and the rest as a reject', () => {
    const whole = rss(good(1), good(2), good(3))
    const { items, rejects, isWhole } = read(whole.slice(0, whole.indexOf('Good 3') + 3))
    expect(items.map(({ title }) => title)).toEqual(['Good 1', 'Good 2'])
    expect(rejects.map(({ reason }) => reason)).toEqual(['item_malformed'])
    expect(isWhole).toBe(false)
    expect(read(whole.slice(0, whole.indexOf('</channel>')))).toMatchObject({
      rejects: [],
      isWhole: false,
    })
    for (let at = whole.indexOf('<title>Good 1'); at < whole.length; at += 1)
      expect(() => read(whole.slice(0, at)), whole.slice(0, at)).not.toThrow()
  })
})

describe('what an item is known by', () => {
  test.each([
    ['a guid', '<guid isPermaLink="false"> tag:1 </guid>', { id: 'tag:1', link: '' }],
    [
      'a guid that is an address',
      '<guid>https://n.example/g</guid>',
      { id: 'https://n.example/g', link: 'https://n.example/g' },
    ],
    [
      'a guid that is none',
      '<guid isPermaLink="true">17</guid>',
      { id: '17', link: 'https://news.example/feeds/17' },
    ],
    ['a link from the root', '<link>/a?b=1&c=2</link>', { link: 'https://news.example/a?b=1&c=2' }],
    ['a link within', '<link>a.html</link>', { link: 'https://news.example/feeds/a.html' }],
    ['a link without a scheme', '<link>//cdn.example/a</link>', { link: 'https://cdn.example/a' }],
    [
      'a link in CDATA',
      '<link><![CDATA[ https://n.example/a ]]></link>',
      { link: 'https://n.example/a' },
    ],
    ['a script', '<link>javascript:alert(1)</link>', { link: '' }],
    ['no address', '<link>https://</link>', { link: '' }],
    [
      'the address before it was counted',
      '<link>http://feeds.example/~r/1</link><feedburner:origLink>https://n.example/1</feedburner:origLink>',
      { link: 'https://n.example/1' },
    ],
    [
      'a link of Atom’s',
      '<atom:link rel="self" href="/self"/><atom:link href="/page"/>',
      { link: 'https://news.example/page' },
    ],
    [
      'a file alone',
      '<enclosure url="/a.mp3" type="audio/mpeg"/>',
      { link: 'https://news.example/a.mp3' },
    ],
    [
      'a picture alone',
      '<media:group><media:content url="https://n.example/a.jpg"/></media:group>',
      { link: 'https://n.example/a.jpg' },
    ],
  ])('%s', (_kind, inside, wanted) => {
    expect(one(`<title>T</title>${inside}`)).toMatchObject(wanted)
  })

  test('addresses are relative to the innermost base', () => {
    const { items } = read(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/"><entry xml:base="y/"><id>i</id><title>T</title><link href="z"/></entry><entry><title>U</title><link href="z" xml:base="/w/"/></entry></feed>`,
    )
    expect(items.map(({ link }) => link)).toEqual([
      'https://a.example/x/y/z',
      'https://a.example/w/z',
    ])
  })
})

describe('every format', () => {
  test.each([
    [
      'RSS 0.91',
      `<!DOCTYPE rss SYSTEM "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item><title>T</title><link>https://n.example/1</link></item></channel></rss>`,
    ],
    [
      'RSS 0.90',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>C</title></channel><item><title>T</title><link>https://n.example/1</link></item></rdf:RDF>`,
    ],
    [
      'RSS 1.0 with a prefix',
      `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://purl.org/rss/1.0/"><s:item r:about="https://n.example/1"><s:title>T</s:title><s:link>https://n.example/1</s:link></s:item></r:RDF>`,
    ],
    [
      'RSS in capitals',
      '<RSS><CHANNEL><ITEM><TITLE>T</TITLE><LINK>https://n.example/1</LINK></ITEM></CHANNEL></RSS>',
    ],
    [
      'Atom with a prefix',
      `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id><a:title>T</a:title><a:link href="https://n.example/1"/></a:entry></a:feed>`,
    ],
    [
      'Atom 0.3',
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">T</title><link rel="alternate" type="text/html" href="https://n.example/1"/><issued>2026-03-02T14:00:00Z</issued></entry></feed>`,
    ],
    [
      'Atom with XHTML',
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>T</b></div></title><link rel="enclosure" href="/x.mp3"/><link href="https://n.example/1"/></entry></feed>`,
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: [{ id: 1, title: 'T', url: 'https://n.example/1' }],
      }),
    ],
    [
      'white space before it',
      `\n\n <?xml version="1.0"?><rss><channel><item><title>T</title><link>https://n.example/1</link></item></channel></rss>`,
    ],
  ])('%s', (_name, text) => {
    expect(read(text).items).toMatchObject([{ title: 'T', link: 'https://n.example/1' }])
  })

  test('XHTML is handed on as markup, text that only looks like it as text', () => {
    const { items } = read(
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="text">5 &lt;b> 6</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; B</p></div></content></entry></feed>`,
    )
    expect(items[0]?.title).toBe('5 <b> 6')
    expect(items[0]?.content).toContain('<p>A &amp; B</p>')
  })

  test('dates are looked for wherever they stand, and one that is none gives way', () => {
    expect(
      one('<title>T</title><pubDate>soon</pubDate><dc:date>2026-03-02T14:00:00Z</dc:date>')
        ?.published,
    ).toBe('2026-03-02T14:00:00Z')
    expect(one('<title>T</title><pubDate>soon</pubDate>')?.published).toBe('soon')
  })

  test('an item of a JSON feed that is none is refused, the others stand', () => {
    const { items, rejects } = read(
      JSON.stringify({
        items: [
          null,
          'x',
          {
            title: 7,
            url: null,
            content_text: 'Words',
            authors: [null],
            date_published: 1772461800,
          },
          {},
        ],
      }),
    )
    expect(items).toMatchObject([{ title: '7', published: '1772461800' }])
    expect(rejects.map(({ reason }) => reason)).toEqual([
      'item_malformed',
      'item_malformed',
      'no_title',
    ])
  })
})

describe('what is no feed', () => {
  test('a page says so, and names the feed that it has', () => {
    const page = (head: string) =>
      `<!doctype html><html><head>${head}</head><body><p>Hi</body></html>`
    expect(() =>
      read(page('<link rel="alternate" type="application/rss+xml" href="/rss.xml">')),
    ).toThrow('it is a web page, whose feed is https://news.example/rss.xml')
    expect(() => read(page(''))).toThrow('it is a web page that names no feed')
  })

  test.each([
    '',
    'not found',
    '{}',
    '[]',
    '{"items": 1}',
    '<opml><body/></opml>',
    '<?xml version="1.0"?>',
  ])('"%s" is refused', (text) =>
    expect(() => read(text)).toThrow('expected RSS, RDF, Atom or JSON Feed'),
  )

  test('a feed without items is one', () => expect(read(rss()).items).toEqual([]))
})
