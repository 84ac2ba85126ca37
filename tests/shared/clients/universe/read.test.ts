import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseCsv } from '#shared/clients/universe/csv.ts'
import { readKnownTickers } from '#shared/clients/universe/known.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'
import { encodeIn } from '../../../helpers/encode.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-universe-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('parseCsv()', () => {
  it.each([
    ['', []],
    ['a,b\n', []],
    ['a,b\n1,2', [{ a: '1', b: '2' }]],
    [
      'a,b\r\n"1, ""x""\n2",\r\n\r\n3\r\n',
      [
        { a: '1, "x"\n2', b: '' },
        { a: '3', b: '' },
      ],
    ],
    ['\uFEFFa,b\n,2,3\n', [{ a: '', b: '2' }]],
  ])('reads %j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows)
  })

  it('says where a quote does not end', () => {
    expect(() => parseCsv('a\n"1')).toThrow(/character 2 \(line 2\) does not end/)
  })
})

describe('readUniverse()', () => {
  it('reads CSV', async () => {
    const path = file(
      'u.csv',
      'ticker,name,sector,aliases\nAAPL,"Apple, Inc.",Tech,Apple|iPhone\nBRK.B,Berkshire,Financials,\n',
    )
    expect((await readUniverse(path)).companies).toEqual([
      { ticker: 'AAPL', name: 'Apple, Inc.', sector: 'Tech', aliases: ['Apple', 'iPhone'] },
      { ticker: 'BRK.B', name: 'Berkshire', sector: 'Financials', aliases: [] },
    ])
  })

  it('reads JSON from a server', async () => {
    const server = createServer((request, response) => {
      if (request.url !== '/world/universe') response.writeHead(404)
      response.end(
        JSON.stringify({ companies: [{ ticker: 'AAPL', name: 'Apple', cik: '320193' }] }),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const own = [new URL(url).host]
    try {
      expect(
        (await readUniverse(`${url}/world/universe`, { allowHosts: own })).companies[0]?.cik,
      ).toBe('0000320193')
      await expect(readUniverse(`${url}/none`, { allowHosts: own })).rejects.toThrow(/found 404/)
    } finally {
      server.close()
    }
  })

  it.each([
    ['not.json', '{', /is not JSON/],
    [
      'ticker.json',
      '{"companies":[{"ticker":"AAPL","name":"A"},{"ticker":"a a a","name":"B"}]}',
      /companies\.1\.ticker/,
    ],
    ['null.json', 'null', /at its root/],
  ])('refuses %s and says what is wrong', async (name, text, says) => {
    await expect(readUniverse(file(name, text))).rejects.toThrow(says)
  })

  const header = 'ticker,name,sector,aliases'
  const apple = { ticker: 'AAPL', name: 'Apple Inc.', sector: 'IT', aliases: ['Apple', 'iPhone'] }

  it.each([
    ['another order', 'aliases,sector,name,ticker\nApple|iPhone,IT,Apple Inc.,AAPL\n'],
    [
      'names of an index list',
      'Symbol,Security,GICS Sector,Aliases\nAAPL,Apple Inc.,IT,Apple|iPhone',
    ],
    ['semicolons', 'Ticker;Company Name;Sector;Aliases\nAAPL;Apple Inc.;IT;Apple|iPhone\n'],
    [
      'semicolons that are said',
      'sep=;\nTicker;Name;Sector;Aliases\nAAPL;Apple Inc.;IT;Apple|iPhone',
    ],
    ['tabs', 'ticker\tname\tsector\taliases\nAAPL\tApple Inc.\tIT\tApple|iPhone\n'],
    ['bars', 'ticker|name|sector|aliases\nAAPL|Apple Inc.|IT|Apple;iPhone\n'],
    [
      'every cell in quotes',
      '"ticker","name","sector","aliases"\r\n"AAPL","Apple Inc.","IT","Apple|iPhone"\r\n',
    ],
    ['bars in a quoted cell', 'ticker,name,sector,aliases\nAAPL, "Apple Inc." ,IT,"Apple|iPhone"'],
    ['aliases by semicolons', `${header}\nAAPL,Apple Inc.,IT,Apple; iPhone`],
    [
      'a mark, old line ends and empty lines',
      `\uFEFF${header}\r\rAAPL,Apple Inc.,IT,Apple|iPhone\r`,
    ],
    [
      'a remark and surplus empty cells',
      `# mine\n${header}\nAAPL,Apple Inc.,IT,Apple|iPhone,,\n,,,\n`,
    ],
    ['small letters', `${header}\naapl,Apple Inc.,IT,Apple|iPhone|Apple`],
  ])('reads a table with %s', async (_what, text) => {
    expect((await readUniverse(file('t.csv', text))).companies).toEqual([apple])
  })

  it('reads every notation of a share class', async () => {
    const text =
      'Symbol,Name,CIK\nBRK-B,Berkshire,1067983\nBF/B,Brown-Forman,0000014693.0\nMOG A,Moog,CIK67887'
    expect((await readUniverse(file('c.txt', text))).companies).toMatchObject([
      { ticker: 'BRK.B', cik: '0001067983' },
      { ticker: 'BF.B', cik: '0000014693' },
      { ticker: 'MOG.A', cik: '0000067887' },
    ])
  })

  it('guesses the character set and says so', async () => {
    const text = 'ticker,name,sector,aliases\nEL,Est\u00e9e Lauder,Staples,Est\u00e9e Lauder\n'
    const path = file('latin.csv', '')
    writeFileSync(path, Buffer.from(text, 'latin1'))
    const { companies, notes } = await readUniverse(path)
    expect(companies[0]?.name).toBe('Est\u00e9e Lauder')
    expect(notes.join()).toMatch(/read as windows-1252, which was guessed/)
    writeFileSync(path, Buffer.from(`\uFEFF${text}`, 'utf16le'))
    expect((await readUniverse(path)).companies[0]?.aliases).toEqual(['Est\u00e9e Lauder'])
  })

  it('reads a table that a Mac wrote', async () => {
    const path = file('mac.csv', '')
    const text = 'ticker;name;aliases\rEL;Estée Lauder;Estée Lauder|Clinique\rOR;L’Oréal;\r'
    writeFileSync(path, encodeIn('macintosh', text))
    const { companies, notes } = await readUniverse(path)
    expect(companies.map(({ name }) => name)).toEqual(['Estée Lauder', 'L’Oréal'])
    expect(notes.join()).toMatch(/read as macintosh, which was guessed/)
  })

  it.each([
    [
      'a ticker twice',
      `${header}\nAAPL,A,,\nMSFT,M,,\naapl,A,,`,
      /line 4, column ticker: AAPL stands on line 2 already/,
    ],
    [
      'a name with a bare comma',
      `${header}\nAAPL,Apple, Inc.,IT,Apple`,
      /line 2, 5 cells: the header has 4; write "Apple, Inc\."/,
    ],
    ['a cell too few', `${header}\nAAPL,Apple,IT\nMSFT,M,,`, /line 2, 3 cells: the header has 4/],
    [
      'no ticker',
      `${header}\n,Apple,,`,
      /line 2, column ticker: expected one such as AAPL or BRK\.B, found nothing/,
    ],
    ['no name', `${header}\n\nAAPL,,,`, /line 3, column name: expected 1 to 200 characters/],
    [
      'a wrong ticker',
      `${header}\n"Apple Inc.",A,,`,
      /line 2, column ticker: .*found "Apple Inc\."/,
    ],
    [
      'a wrong cik',
      'ticker,name,cik\nAAPL,A,32O193',
      /line 2, column cik: expected up to ten digits, found "32O193"/,
    ],
    ['a line within a cell', `${header}\n"AAPL","A\nB","",""\nX Y Z,C,,`, /line 4, column ticker/],
    [
      'no column of tickers',
      'code,name\nAAPL,A',
      /line 1: no column is called ticker or symbol; there are: code, name/,
    ],
    ['no header', 'AAPL,Apple\nMSFT,Microsoft', /line 1: no column is called ticker/],
    [
      'two columns of one kind',
      'ticker,symbol,name\nA,A,A',
      /line 1: there are two columns for what symbol holds/,
    ],
    ['a quote that does not end', `${header}\nAAPL,"Apple,IT,`, /line 2\) does not end/],
    ['nothing', '', /line 1: there is no header/],
    ['no company', `${header}\n`, /there is no company/],
    [
      'what cannot be read',
      `${header}\nEL,Est\uFFFDe,,`,
      /line 2, column name: a character cannot be read/,
    ],
  ])('refuses %s, by line and column', async (_what, text, says) => {
    await expect(readUniverse(file('w.csv', text))).rejects.toThrow(says)
  })

  it('names every wrong row at once', async () => {
    const path = file('many.csv', `${header}\n${'Q Q Q,x,,\n'.repeat(30)}`)
    await expect(readUniverse(path)).rejects.toThrow(/line 2, [^]*line 21, [^]*and 10 more/)
  })

  it('refuses a ticker that is not known, with the nearest, where a list is there', async () => {
    const known = new Set(['AAPL', 'MSFT', 'BRK.B'])
    const path = file('k.csv', `${header}\nAAPL,A,,\nMSTF,M,,\nBRK-B,B,,\nXYZZY,X,,`)
    await expect(readUniverse(path, { known })).rejects.toThrow(
      /line 3, column ticker: MSTF is no known ticker; the nearest is MSFT\n {2}line 5, column ticker: XYZZY is no known ticker$/,
    )
    const json = file(
      'k.json',
      '{"companies":[{"ticker":"APPL","name":"A"},{"ticker":"brk/b","name":"B"},{"ticker":"BRK-B","name":"B"}]}',
    )
    await expect(readUniverse(json, { known })).rejects.toThrow(
      /companies\.0, column ticker: APPL is no known ticker; the nearest is AAPL[^]*companies\.2\.ticker: BRK\.B is companies\.1 already/,
    )
  })
})

describe('readKnownTickers()', () => {
  it.each([
    [
      'the list of the SEC',
      '{"0":{"cik_str":1,"ticker":"AAPL","title":"Apple Inc."},"1":{"cik_str":2,"ticker":"BRK-B","title":"B"}}',
    ],
    [
      'a vendor\u2019s answer',
      '{"results":[{"ticker":"AAPL","name":"A"},{"ticker":"BRK.B"}],"status":"OK"}',
    ],
    ['a list', '["AAPL","BRK/B","^GSPC"]'],
    ['a table', 'Name;Symbol\nA;AAPL\nB;BRK.B'],
    ['a ticker a line', 'AAPL\r\nBRK.B\r\n'],
  ])('reads %s', async (_what, text) => {
    expect([...(await readKnownTickers(file('known', text)))]).toEqual(['AAPL', 'BRK.B'])
  })

  it('refuses a list of none', async () => {
    await expect(readKnownTickers(file('none.json', '{}'))).rejects.toThrow(/there is none/)
  })
})
