import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../../services/cli/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'stonks-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

function stonks(
  args: string[],
  input = '',
): Promise<{ code: number | null; lines: Record<string, unknown>[]; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args])
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    child.once('close', (code) => {
      resolve({
        code,
        err,
        lines: out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      })
    })
    child.stdin.end(input)
  })
}

describe('stonks extract', () => {
  it('reads each line, each entity apart, with quotes at their offsets', async () => {
    const text = 'Ford beats GM in trucks'
    const { code, lines } = await stonks(
      ['extract', '-'],
      `${JSON.stringify({ id: 7, text, entities: ['Ford', { name: 'GM', ticker: 'GM' }] })}\n`,
    )
    expect(code).toBe(0)
    expect(lines).toEqual([
      {
        id: 7,
        model: 'rules-v2',
        key_facts: [{ text, start: 0, end: text.length }],
        entities: [
          expect.objectContaining({ entity: 'Ford', sentiment: 'positive' }),
          expect.objectContaining({ entity: 'GM', sentiment: 'negative' }),
        ],
      },
    ])
  })

  it('tells a bad line by its number and reads on', async () => {
    const file = put(
      'lines.jsonl',
      '{"id":1,"text":"Profit surges"}\n\noops\n{"id":2}\n{"id":3,"text":""}\n',
    )
    const { code, lines, err } = await stonks(['extract', file])
    expect(code).toBe(1)
    expect(lines.map(({ id }) => id)).toEqual([1, 3])
    expect(lines[0]).toMatchObject({ entities: [{ entity: '', sentiment: 'positive' }] })
    expect(err).toMatch(/line 3: not JSON.*\n.*line 4: text: /)
  })

  it.each([[[]], [['a', 'b']], [['no-such-file.jsonl']], [['-', '--unknown']]])(
    'is used wrongly with %j',
    async (args) => {
      expect(await stonks(['extract', ...args])).toMatchObject({ code: 2, lines: [] })
    },
  )
})

describe('stonks parse', () => {
  const companies = put(
    'companies.csv',
    'ticker,name,sector,aliases\r\nF,Ford Motor,Consumer Discretionary,Ford\r\n',
  )

  it('reads a folder in the order of names', async () => {
    put(
      'b.html',
      '<html><head><title>Ford lifts its forecast</title><meta name="author" content="Al Bo"></head><body><p>Ford said, on Monday, that it expects more.</p></body></html>',
    )
    put(
      'a.json',
      JSON.stringify({
        title: 'Ford cuts 500 jobs',
        published: '2019-05-01T10:00:00Z',
        summary: '<p>In Ohio.</p>',
      }),
    )
    put('c.txt', '')
    const { code, lines } = await stonks(['parse', folder, '--companies', companies])
    expect(code).toBe(1)
    expect(lines).toMatchObject([
      {
        title: 'Ford cuts 500 jobs',
        text: 'Ford cuts 500 jobs\n\nIn Ohio.',
        published_at: '2019-05-01T10:00:00.000Z',
        mentions: [{ ticker: 'F', first_offset: 0, in_title: true }],
      },
      {
        title: 'Ford lifts its forecast',
        author: 'Al Bo',
        mentions: [{ ticker: 'F', count: 2 }],
        route: { to: 'extraction' },
      },
      { text: '', reason: 'no_text' },
    ])
  })

  it('reads standard input', async () => {
    const { code, lines } = await stonks(
      ['parse', '-'],
      '<p>Plain words about nothing much at all.</p>',
    )
    expect(code).toBe(0)
    expect(lines).toMatchObject([
      { file: '-', text: 'Plain words about nothing much at all.', mentions: [] },
    ])
  })

  it('is used wrongly without a file, or with one that is not there', async () => {
    expect(await stonks(['parse'])).toMatchObject({ code: 2 })
    expect(await stonks(['parse', join(folder, 'none.html')])).toMatchObject({ code: 2 })
  })
})
