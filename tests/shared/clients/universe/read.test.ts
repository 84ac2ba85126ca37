import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseCsv } from '#shared/clients/universe/csv.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'

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
    expect(() => parseCsv('a\n"1')).toThrow(/character 2 does not end/)
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
      expect((await readUniverse(`${url}/world/universe`, own)).companies[0]?.cik).toBe(
        '0000320193',
      )
      await expect(readUniverse(`${url}/none`, own)).rejects.toThrow(/found 404/)
    } finally {
      server.close()
    }
  })

  it.each([
    ['not.json', '{', /is not JSON/],
    [
      'ticker.json',
      '{"companies":[{"ticker":"AAPL","name":"A"},{"ticker":"aa","name":"B"}]}',
      /companies\.1\.ticker/,
    ],
    ['null.json', 'null', /at its root/],
  ])('refuses %s and says what is wrong', async (name, text, says) => {
    await expect(readUniverse(file(name, text))).rejects.toThrow(says)
  })
})
