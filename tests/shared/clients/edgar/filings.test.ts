import { beforeEach, describe, expect, test } from 'vitest'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { edgarFilings } from '#shared/clients/edgar/filings.ts'
import { readRaw } from '#shared/domain/document/raw.ts'
import type { Found, SourceState } from '#shared/domain/source/found.ts'
import { startServer, type Reply } from '../../../helpers/http.ts'

const server = await startServer()
const CIK = '0001045810'
const edgar = openEdgar({
  dataBaseUrl: `${server.url}/data`,
  baseUrl: `${server.url}/www`,
  userAgent: 'tests tests@example.com',
  perSecond: 10_000,
})
const adapter = edgarFilings(edgar)

type Row = Partial<Record<'number' | 'form' | 'at' | 'date' | 'file' | 'items', string | null>>
let rows: Row[] = []
let seen: SourceState = { lastPublishedAt: null, state: {} }
beforeEach(() => {
  rows = []
  seen = { lastPublishedAt: null, state: {} }
  server.answer(`/data/submissions/CIK${CIK}.json`, () => list(rows))
})

function columns(all: readonly Row[]) {
  const column = (name: keyof Row, otherwise: string | null) =>
    all.map((row) => (name in row ? row[name] : otherwise))
  return {
    accessionNumber: column('number', null),
    filingDate: column('date', ''),
    acceptanceDateTime: column('at', ''),
    form: column('form', '8-K'),
    primaryDocument: column('file', 'a.htm'),
    primaryDocDescription: column('form', '8-K'),
    items: column('items', '8.01'),
  }
}
const list = (all: readonly Row[], files: unknown = []): Reply => ({
  body: JSON.stringify({ cik: CIK, filings: { recent: columns(all), files } }),
})

let count = 0
/** An accession number that no other test has. */
const newNumber = () => `0001045810-26-${String((count += 1)).padStart(6, '0')}`
const serve = (number: string, name: string, reply: Reply | string) =>
  server.answer(
    `/www/Archives/edgar/data/1045810/${number.replaceAll('-', '')}/${name}`,
    typeof reply === 'string' ? { body: reply } : reply,
  )
const header = (number: string, wall: string, documents: [string, string][] = []) =>
  `<HTML><!--\n<SEC-HEADER>\n<ACCEPTANCE-DATETIME>${wall}\n<ACCESSION-NUMBER>${number}\n<TYPE>8-K\n</SEC-HEADER>\n-->` +
  `<PRE>&lt;SEC-HEADER&gt;${number}.hdr.sgml : 20260302\n&lt;ACCEPTANCE-DATETIME&gt;${wall}\nACCESSION NUMBER:\t\t${number}\n&lt;/SEC-HEADER&gt;\n` +
  documents
    .map(
      ([type, name], place) =>
        `&lt;DOCUMENT&gt;\n&lt;TYPE&gt;${type}\n&lt;SEQUENCE&gt;${place + 1}\n&lt;FILENAME&gt;<a href="${name}">${name}</a>\n&lt;TEXT&gt;\n<a href="${name}">${name}</a><br>\n&lt;/TEXT&gt;\n&lt;/DOCUMENT&gt;\n`,
    )
    .join('') +
  '</PRE></HTML>'

/** One fetch, going on from the one before. */
async function fetchAt(now: string, days = 30): Promise<Found & { ids: string[] }> {
  const found = await adapter({
    job: {
      source_id: '11111111-1111-4111-8111-111111111111',
      company_id: null,
      ticker: 'NVDA',
      legal_name: 'NVIDIA Corporation',
      aliases: [],
      source_type: 'filings_api',
      source_name: 'SEC EDGAR',
      config: { cik: CIK, lookback_days: days },
      credibility_score: 0.95,
      scheduled_at: now,
    },
    seen,
    now: new Date(now),
    signal: AbortSignal.timeout(20_000),
  })
  // As the record keeps it.
  const last = found.seen.lastPublishedAt ?? seen.lastPublishedAt
  const state = JSON.parse(JSON.stringify(found.seen.state)) as SourceState['state']
  seen = { lastPublishedAt: last, state }
  return { ...found, ids: (found.documents ?? []).map(({ sourceItemId }) => sourceItemId ?? '') }
}
const times = ({ documents = [] }: Found) =>
  documents.map(({ publishedAt }) => publishedAt.toISOString())
const textsOf = ({ documents = [] }: Found) =>
  documents.map(({ raw }) => readRaw(raw.bytes, raw.mediaType, true).body)

describe('the moment of a filing', () => {
  test('is what its own header says, whatever the list says, and it is found at once', async () => {
    const number = newNumber()
    // The list is of the morning by either reading; the header knows better.
    rows = [{ number, at: '2026-03-02T12:00:00.000Z', date: '2026-03-02' }]
    serve(number, 'a.htm', '<p>Words</p>')
    serve(number, `${number}-index-headers.html`, header(number, '20260302161530'))
    expect((await fetchAt('2026-03-02T21:15:29Z')).ids).toEqual([])
    const found = await fetchAt('2026-03-02T21:15:30Z')
    expect(times(found)).toEqual(['2026-03-02T21:15:30.000Z'])
    expect(found.documents?.[0]?.dateFlags).toEqual([])
    expect((await fetchAt('2026-03-03T00:00:00Z')).ids).toEqual([])
  })

  test('is in the beginning of the full submission too', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T21:15:30.000Z', date: '2026-03-02' }]
    serve(number, 'a.htm', '<p>Words</p>')
    serve(
      number,
      `${number}.txt`,
      `<SEC-DOCUMENT>${number}.txt : 20260302\n<SEC-HEADER>${number}.hdr.sgml : 20260302\n<ACCEPTANCE-DATETIME>20260302161530\nACCESSION NUMBER:\t\t${number}\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>8-K\n<FILENAME>a.htm\n${'x'.repeat(3_000_000)}`,
    )
    const found = await fetchAt('2026-03-02T21:16:00Z')
    expect(times(found)).toEqual(['2026-03-02T21:15:30.000Z'])
    expect(found.documents?.[0]?.dateFlags).toEqual([])
  })

  test.each([
    ['2025-08-27T20:22:14.000Z', '2025-08-27', '2025-08-27T20:30:00Z', '2025-08-27T20:22:14.000Z'],
    ['2025-08-27T20:22:14.000Z', '2025-08-27', '2025-08-28T00:30:00Z', '2025-08-27T20:22:14.000Z'],
    ['2026-01-29T16:30:33.000Z', '2026-01-29', '2026-01-30T00:00:00Z', '2026-01-29T21:30:33.000Z'],
    ['2025-06-30T22:35:29.000Z', '2025-07-01', '2025-07-02T00:00:00Z', '2025-06-30T22:35:29.000Z'],
  ])(
    'without a header %s of %s is the likelier reading, and flagged',
    async (at, date, now, is) => {
      const number = newNumber()
      rows = [{ number, at, date }]
      serve(number, 'a.htm', '<p>Words</p>')
      serve(number, `${number}-index-headers.html`, '<html><body>Item 8.01</body></html>')
      const found = await fetchAt(now)
      expect(times(found)).toEqual([is])
      expect(found.documents?.[0]?.dateFlags).toEqual(['zone_assumed'])
    },
  )

  test('is not taken from the header of another filing', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T21:15:30.000Z', date: '2026-03-02' }]
    serve(number, 'a.htm', '<p>Words</p>')
    serve(number, `${number}-index-headers.html`, header('0000000000-26-000001', '20260102161530'))
    expect(times(await fetchAt('2026-03-02T22:00:00Z'))).toEqual(['2026-03-02T21:15:30.000Z'])
  })
})

describe('a filing that cannot be had', () => {
  test('hides none after it, is tried again later, and is read when it is there', async () => {
    const [gone, good] = [newNumber(), newNumber()]
    rows = [
      { number: good, at: '2026-03-02T08:05:00.000Z', file: 'c.htm' },
      { number: gone, at: '2026-02-23T16:05:00.000Z', file: 'b.htm' },
    ]
    serve(good, 'c.htm', '<p>Good</p>')
    const found = await fetchAt('2026-03-02T15:00:00Z')
    expect(found.ids).toEqual([good])
    expect(found.missing?.join()).toContain(`8-K ${gone} waits until 2026-03-02T15:10:00.000Z`)
    expect(found.rejects).toEqual([])
    // Not before it is due, then less and less often.
    const asked = server.asked.length
    await fetchAt('2026-03-02T15:09:00Z')
    expect(server.asked.length).toBe(asked + 1)
    expect((await fetchAt('2026-03-02T15:10:00Z')).missing?.join()).toContain('T15:30:00.000Z')
    // Long past the days that a fetch looks back.
    serve(gone, 'b.htm', '<p>Late</p>')
    rows = []
    expect((await fetchAt('2026-03-09T15:10:00Z')).ids).toEqual([gone])
    expect((await fetchAt('2026-03-10T15:10:00Z')).ids).toEqual([])
  })

  test('is given up after days, once, and kept as a reject', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T08:05:00.000Z', date: '2026-03-02' }]
    await fetchAt('2026-03-02T15:00:00Z')
    await fetchAt('2026-03-08T15:00:00Z')
    const found = await fetchAt('2026-03-12T15:00:00Z')
    expect(found.rejects).toEqual([
      expect.objectContaining({ reason: 'filing_gone', says: expect.stringContaining('404') }),
    ])
    expect(JSON.parse(Buffer.from(found.rejects![0]!.item).toString())).toMatchObject({
      accessionNumber: number,
    })
    const asked = server.asked.length
    expect((await fetchAt('2026-03-13T15:00:00Z')).rejects).toEqual([])
    expect(server.asked.length).toBe(asked + 1)
  })

  test('because the archive is down is asked for again, and three are asked at most', async () => {
    rows = Array.from({ length: 6 }, (_, place) => ({
      number: newNumber(),
      at: `2026-03-02T1${place}:05:00.000Z`,
      date: '2026-03-02',
    }))
    for (const { number } of rows) serve(number!, 'a.htm', { status: 503 })
    const found = await fetchAt('2026-03-03T15:00:00Z')
    expect(found.missing).toHaveLength(3)
    for (const { number } of rows) serve(number!, 'a.htm', '<p>Words</p>')
    const ids = [...(await fetchAt('2026-03-03T15:10:00Z')).ids]
    expect(ids.sort()).toEqual(rows.map(({ number }) => number).sort())
  })

  test('by its name is read from the full submission', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T08:05:00.000Z', file: null }]
    serve(
      number,
      `${number}.txt`,
      `<SEC-DOCUMENT>${number}.txt : 20260302\n<ACCEPTANCE-DATETIME>20260302080500\n<DOCUMENT>\n<TYPE>8-K\n<TEXT>\nItem 8.01 Other Events.\nAll is well.\n</TEXT>\n</DOCUMENT>\n<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\nThe news itself.\n</TEXT>\n</DOCUMENT>\n`,
    )
    const [text] = textsOf(await fetchAt('2026-03-02T15:00:00Z'))
    expect(text).toContain('All is well.')
    expect(text).toContain('The news itself.')
  })
})

describe('an odd row of the list', () => {
  const good = (): Row => ({
    number: newNumber(),
    at: '2026-03-02T14:05:00.000Z',
    date: '2026-03-02',
  })
  test.each<[string, Row]>([
    ['no accession number', { number: null, at: '2026-03-02T14:00:00Z' }],
    ['an accession number that is none', { number: '12', at: '2026-03-02T14:00:00Z' }],
    ['no form', { number: newNumber(), form: null, at: '2026-03-02T14:00:00Z' }],
    ['no time at all', { number: newNumber(), at: null, date: null }],
    ['a file outside its folder', { ...good(), file: '../../x.htm' }],
  ])('with %s costs that row, once', async (_what, odd) => {
    const other = good()
    rows = [odd, other]
    serve(other.number!, 'a.htm', '<p>Words</p>')
    const found = await fetchAt('2026-03-02T20:00:00Z')
    expect(found.ids).toEqual([other.number])
    expect(found.rejects?.map(({ reason }) => reason)).toEqual(['filing_row_unreadable'])
    expect((await fetchAt('2026-03-02T21:00:00Z')).rejects).toEqual([])
  })

  test('is none that lacks only its acceptance: the filing date does, and its header', async () => {
    const row = { ...good(), at: null }
    rows = [row]
    serve(row.number!, 'a.htm', '<p>Words</p>')
    serve(row.number!, `${row.number}-index-headers.html`, header(row.number!, '20260302090500'))
    expect(times(await fetchAt('2026-03-03T20:00:00Z'))).toEqual(['2026-03-02T14:05:00.000Z'])
  })

  test('of a form nobody wants, or of long ago, is passed over', async () => {
    rows = [
      { number: null, form: '4', at: '2026-03-02T14:00:00Z' },
      { number: '1', form: '8-K', date: '2001-03-02' },
    ]
    expect((await fetchAt('2026-03-02T20:00:00Z')).rejects).toEqual([])
  })

  test('columns of different lengths cost the rows that lack something', async () => {
    const [first, second] = [good(), good()]
    serve(first.number!, 'a.htm', '<p>Words</p>')
    const recent = columns([first, second])
    recent.form.pop()
    recent.items = []
    server.answer(`/data/submissions/CIK${CIK}.json`, {
      body: JSON.stringify({ filings: { recent } }),
    })
    const found = await fetchAt('2026-03-02T20:00:00Z')
    expect(found.ids).toEqual([first.number])
    expect(found.rejects).toHaveLength(1)
  })
})

describe('a look-back', () => {
  test('of more filings than one fetch takes goes on without losing any', async () => {
    rows = Array.from({ length: 19 }, (_, place) => ({
      number: newNumber(),
      at: `2026-02-${String(place + 1).padStart(2, '0')}T15:00:00.000Z`,
      date: `2026-02-${String(place + 1).padStart(2, '0')}`,
      form: ['8-K', '10-Q/A', '6-K', '20-F', '10-KT'][place % 5]!,
    }))
    for (const { number } of rows) serve(number!, 'a.htm', '<p>Words</p>')
    const ids: string[] = []
    for (const hour of [15, 16, 17]) ids.push(...(await fetchAt(`2026-02-20T${hour}:00:00Z`)).ids)
    expect(ids).toEqual(rows.map(({ number }) => number))
  })

  test('past the end of the list reads the older files, and only those', async () => {
    const [newer, older] = [newNumber(), newNumber()]
    const files = [
      { name: `CIK${CIK}-submissions-001.json`, filingFrom: '2024-01-01', filingTo: '2025-12-31' },
      { name: `CIK${CIK}-submissions-002.json`, filingFrom: '1998-01-01', filingTo: '2023-12-31' },
      { name: '../../etc/passwd', filingFrom: '1998-01-01', filingTo: '2030-12-31' },
    ]
    server.answer(`/data/submissions/CIK${CIK}.json`, () =>
      list([{ number: newer, at: '2026-02-02T15:00:00.000Z', date: '2026-02-02' }], files),
    )
    server.answer(`/data/submissions/CIK${CIK}-submissions-001.json`, {
      body: JSON.stringify(
        columns([{ number: older, at: '2025-12-20T15:00:00.000Z', date: '2025-12-20' }]),
      ),
    })
    for (const number of [newer, older]) serve(number, 'a.htm', '<p>Words</p>')
    const asked = server.asked.length
    expect((await fetchAt('2026-03-02T15:00:00Z', 365)).ids).toEqual([older, newer])
    expect(server.asked.slice(asked).filter((path) => path.includes('-submissions-'))).toEqual([
      `/data/submissions/CIK${CIK}-submissions-001.json`,
    ])
    await fetchAt('2026-03-02T16:00:00Z', 365)
  })
})

describe('an 8-K', () => {
  test('is read with the press release it hands in', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T21:15:30.000Z', date: '2026-03-02', items: '2.02,9.01' }]
    serve(
      number,
      `${number}-index-headers.html`,
      header(number, '20260302161530', [
        ['8-K', 'a.htm'],
        ['EX-99.1', 'q4.htm'],
        ['EX-99.2', 'slides.pdf'],
        ['EX-10.1', 'lease.htm'],
        ['GRAPHIC', 'g1.jpg'],
      ]),
    )
    serve(
      number,
      'a.htm',
      '<html><head><meta charset="iso-8859-1"></head><body><p>UNITED STATES</p><p>Item 2.02 Results of Operations</p><p>A press release is attached.</p></body></html>',
    )
    serve(
      number,
      'q4.htm',
      '<html><body><p>Revenue rose 40% to a record – “best ever”.</p></body></html>',
    )
    const found = await fetchAt('2026-03-02T22:00:00Z')
    const [text] = textsOf(found)
    expect(text).toMatch(
      /^Item 2\.02[^]*attached\.\n\nRevenue rose 40% to a record – “best ever”\.$/,
    )
    expect(found.notes).toEqual([`${number}: exhibit EX-99.2 slides.pdf is no text`])
    expect(server.asked.filter((path) => path.includes('lease'))).toEqual([])
  })

  test.each([
    [
      'the page of the filing',
      (number: string) =>
        [
          `${number}-index.html`,
          `<title>EDGAR Filing Documents for ${number}</title><div class="infoHead">Accepted</div>\n<div class="info">2026-03-02 16:15:30</div><table><tr><th>Seq</th></tr><tr><td scope="row">1</td><td>8-K</td><td><a href="/ix?doc=/Archives/edgar/data/1/2/a.htm">a.htm</a></td><td>8-K</td></tr><tr><td>2</td><td>EX-99.1</td><td><a href="/Archives/edgar/data/1/2/pr.htm">pr.htm</a></td><td>EX-99.1</td><td>1</td></tr></table>`,
        ] as const,
    ],
    [
      'its folder',
      () =>
        [
          'index.json',
          JSON.stringify({ directory: { item: [{ name: 'a.htm' }, { name: 'xex99-1.htm' }] } }),
        ] as const,
    ],
  ])('finds it by %s where the header is not there', async (_what, page) => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T21:15:30.000Z', date: '2026-03-02' }]
    const [name, body] = page(number)
    serve(number, name, body)
    serve(number, 'a.htm', '<p>Item 2.02 Results</p>')
    for (const exhibit of ['pr.htm', 'xex99-1.htm'])
      serve(number, exhibit, '<p>The news itself.</p>')
    const found = await fetchAt('2026-03-02T22:00:00Z')
    expect(textsOf(found)[0]).toContain('The news itself.')
    expect(times(found)).toEqual(['2026-03-02T21:15:30.000Z'])
  })

  test('finds it by the link in the report where no list of the filing is there', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T21:15:30.000Z', date: '2026-03-02' }]
    serve(
      number,
      'a.htm',
      '<p>Item 2.02 Results</p><table><tr><td><a href="https://example.com/other991.htm">99.3</a></td><td><a href="results.htm"><span>99.1</span></a></td></tr></table>',
    )
    serve(number, 'results.htm', '<p>The news itself.</p>')
    expect(textsOf(await fetchAt('2026-03-02T22:00:00Z'))[0]).toContain('The news itself.')
  })

  test('whose exhibit is gone is read without it, and says so', async () => {
    const number = newNumber()
    rows = [{ number, at: '2026-03-02T21:15:30.000Z', date: '2026-03-02' }]
    const documents: [string, string][] = [['EX-99.1', 'pr.htm']]
    serve(number, `${number}-index-headers.html`, header(number, '20260302161530', documents))
    serve(number, 'a.htm', '<p>Item 2.02 Results</p>')
    const found = await fetchAt('2026-03-02T22:00:00Z')
    expect(found.ids).toEqual([number])
    expect(found.missing?.join()).toContain('exhibit EX-99.1 pr.htm could not be had')
  })

  test('is one of 10-Q whose exhibits are left alone', async () => {
    const number = newNumber()
    rows = [{ number, form: '10-Q', at: '2026-03-02T21:15:30.000Z', date: '2026-03-02' }]
    const documents: [string, string][] = [['EX-99.1', 'pr.htm']]
    serve(number, `${number}-index-headers.html`, header(number, '20260302161530', documents))
    serve(number, 'a.htm', '<p>Item 2. Results</p>')
    const { documents: [document] = [] } = await fetchAt('2026-03-02T22:00:00Z')
    expect(Buffer.from(document!.raw.bytes).toString()).toBe('<p>Item 2. Results</p>')
  })
})

describe('EDGAR', () => {
  test('knows no such company: it is said, and for good', async () => {
    server.answer(`/data/submissions/CIK${CIK}.json`, {
      status: 404,
      headers: { 'content-type': 'application/xml' },
      body: '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>',
    })
    await expect(fetchAt('2026-03-02T22:00:00Z')).rejects.toMatchObject({
      reason: 'source_gone',
      message: `EDGAR knows no company ${CIK}`,
    })
  })

  test('refuses whoever does not say who asks, and so nobody is asked', async () => {
    const asked = server.asked.length
    const nameless = openEdgar({
      dataBaseUrl: server.url,
      baseUrl: server.url,
      userAgent: 'curl/8',
      perSecond: 10,
    })
    await expect(nameless.submissions(CIK, AbortSignal.timeout(5_000))).rejects.toMatchObject({
      reason: 'source_refuses_us',
    })
    expect(server.asked.length).toBe(asked)
  })
})
