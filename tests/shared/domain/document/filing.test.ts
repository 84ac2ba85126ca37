import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readFilingBody } from '#shared/domain/document/filing.ts'
import { readFlow } from '#shared/domain/document/html/flow.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { parseRaw } from '#shared/domain/document/parse-raw.ts'
import { readRaw } from '#shared/domain/document/raw.ts'
import { beside } from '../../../helpers/beside.ts'

const bodyOf = (markup: string) => readRaw(Buffer.from(markup), 'text/html', true).body
const paragraphs = (...texts: string[]) =>
  `<html><body>${texts.map((text) => `<p>${text}</p>`).join('\n')}</body></html>`

describe('a filing larger than any bound', () => {
  const row =
    '<tr><td style="padding:0"><span style="font-size:8pt"><ix:nonFraction name="x" id="f">1,234</ix:nonFraction></span></td><td></td><td></td></tr>'

  test('is read in part: the text before its tables stands', () => {
    const first =
      'Item 1. Financial Statements. Net income fell 40 percent and the bank cut its dividend.'
    const read = readRaw(
      Buffer.from(
        `<html><body><div>${first}</div><table>${row.repeat(27_000)}</table></body></html>`,
      ),
      'text/html',
      true,
    )
    expect(read.body.slice(0, first.length)).toBe(first)
    expect(read.reason).toBeNull()
    expect(read.body).toContain('1,234')
  })

  test('is read behind its tables too, where they are not past every bound', () => {
    const body = bodyOf(
      `<html><body><p>Item 1. Financial Statements</p><table>${row.repeat(27_000)}</table><p>Item 2. Management’s Discussion and Analysis</p><p>Revenue fell 9%.</p></body></html>`,
    )
    expect(body).toMatch(/^Item 2\. Management’s Discussion and Analysis\n\nRevenue fell 9%\./)
  })

  test('of one giant table is read in its first rows, and in what follows them', () => {
    const loans = '<tr><td>Loan</td><td>1.50</td><td>$</td><td>1,234,567</td><td>AZ</td></tr>'
    const markup = `<html><body><p>Item 8.01 Other Events</p><table>${loans.repeat(100_000)}</table><p>The pool lost 4%.</p></body></html>`
    const bytes = Buffer.from(markup)
    const { raw, parsed } = parseRaw(
      {
        documentType: 'filing',
        sourceType: 'filings_api',
        title: '8-K',
        bytes,
        mediaType: 'text/html',
      },
      compileRegistry([]),
    )
    expect(raw.isCut).toBe(true)
    expect(raw.body).toMatch(/^Item 8\.01 Other Events\n\nLoan \| 1\.50 \| \$1,234,567 \| AZ\n/)
    expect(raw.body.endsWith('The pool lost 4%.')).toBe(true)
    expect(raw.body.length).toBeLessThan(200_000)
    expect(parsed.quality).toMatchObject({ reason: null })
    expect(parsed.quality.reasons).toContain('text_cut')
  })

  test('ends where it is nested deeper than any page, and keeps what came before', () => {
    const read = readFlow(`<p>Item 8.01 Other Events.</p>${'<div>'.repeat(1_000)}deep`)
    expect(read).toMatchObject({ blocks: ['Item 8.01 Other Events.'], isCut: true })
  })
})

describe('a periodic report', () => {
  const contents = [
    'Table of Contents',
    'Item 1. | Financial Statements | 3',
    'Item 2. | Management’s Discussion and Analysis | 24',
  ].map(
    (line) =>
      `<table><tr>${line
        .split(' | ')
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr></table>`,
  )
  const report = `<html><body><p>UNITED STATES</p><p>FORM 10-Q</p>${contents.join('')}
    <p>PART I. FINANCIAL INFORMATION</p><p>ITEM 1. FINANCIAL STATEMENTS</p><p>Balance sheet.</p>
    <p>14</p><p>Table of Contents</p>
    <p>ITEM 2.</p><p>MANAGEMENT’S DISCUSSION AND ANALYSIS OF FINANCIAL CONDITION</p>
    <p>This discussion should be read in conjunction with the statements above.</p>
    <p>We make widgets.</p><p>Revenue decreased 12% as described in Item 1 of this report.</p>
    <p>PART II. OTHER INFORMATION</p><p>Item 1. Legal Proceedings</p><p>We were sued.</p>
    <p>Item 1A. Risk Factors</p><p>No changes.</p></body></html>`

  test('tells its discussion first, what changed in it before what any report says', () => {
    expect(bodyOf(report).split('\n\n')).toEqual([
      'ITEM 2.',
      'MANAGEMENT’S DISCUSSION AND ANALYSIS OF FINANCIAL CONDITION',
      'Revenue decreased 12% as described in Item 1 of this report.',
      'We make widgets.',
      'This discussion should be read in conjunction with the statements above.',
      'Item 1. Legal Proceedings',
      'We were sued.',
      'Item 1A. Risk Factors',
      'No changes.',
      'ITEM 1. FINANCIAL STATEMENTS',
      'Balance sheet.',
    ])
  })

  test('of a bank has no items inside, and is known by its headings', () => {
    const body = bodyOf(
      paragraphs(
        'Cover',
        'Item 7. | Management’s discussion and analysis | 46',
        'Consolidated financial statements',
        'Numbers',
        'Management’s discussion and analysis',
        'Net income rose 9% to $49 billion.',
      ),
    )
    expect(body).toMatch(/^Management’s discussion and analysis\n\nNet income rose 9%/)
  })

  test('of a foreign issuer begins with its operating review', () => {
    const body = bodyOf(
      paragraphs(
        'FORM 20-F',
        'Item 3. Key Information',
        'Risks.',
        'Item 5. Operating and Financial Review and Prospects',
        'Sales grew 4%.',
      ),
    )
    expect(body).toMatch(/^Item 5\. Operating/)
  })

  test('of the days of plain text is read in paragraphs, its tables in rows', () => {
    const text = [
      '<PAGE>',
      'Item 1.  Financial Statements',
      '',
      '<TABLE>',
      '<S>            <C>        <C>',
      'Revenue        100        120',
      'Net loss        (5)        (9)',
      '</TABLE>',
      '',
      '                       12',
      '<PAGE>',
      '',
      'Item 2.  Management’s Discussion and Analysis',
      '',
      'Revenue increased 20% because',
      'we sold more.',
    ].join('\n')
    expect(bodyOf(text).split('\n\n')).toEqual([
      'Item 2. Management’s Discussion and Analysis',
      'Revenue increased 20% because we sold more.',
      'Item 1. Financial Statements',
      'Revenue | 100 | 120',
      'Net loss | (5) | (9)',
    ])
  })
})

describe('a current report', () => {
  test('is its items, without cover and signatures', () => {
    expect(
      bodyOf(
        paragraphs(
          'UNITED STATES',
          'Item 2.02. Results of Operations. Acme reported a record.',
          'As under Item 1.01 of this report.',
          'Item 9.01 Exhibits',
          'SIGNATURES',
          'Pursuant to the requirements',
        ),
      ).split('\n\n'),
    ).toEqual([
      'Item 2.02. Results of Operations. Acme reported a record.',
      'As under Item 1.01 of this report.',
      'Item 9.01 Exhibits',
    ])
  })

  test('is followed by the press release of its submission, each read by itself', () => {
    const submission = (type: string, name: string, text: string) =>
      `<DOCUMENT>\n<TYPE>${type}\n<FILENAME>${name}\n<TEXT>\n${text}\n</TEXT>\n</DOCUMENT>\n`
    const { body, title } = readFilingBody(
      `<SEC-DOCUMENT>0000000000-26-000001.txt : 20260302\n` +
        submission('8-K', 'a.htm', paragraphs('Item 2.02 Results', 'SIGNATURES', 'X')) +
        submission('EX-10.1', 'b.htm', paragraphs('A lease.')) +
        submission('EX-99.1', 'c.htm', paragraphs('Revenue rose 40%.')) +
        submission('EX-99.2', 'd.pdf', '<PDF>\nbegin 644 d.pdf\n</PDF>'),
    )
    expect(body).toBe('Item 2.02 Results\n\nRevenue rose 40%.')
    expect(title).toBe('Form 8-K')
  })
})

describe('furniture of pages', () => {
  test('is left out: numbers, links to the contents, running heads', () => {
    const pages = Array.from({ length: 6 }, (_, page) => [
      `Words of page ${page} that people read.`,
      `Acme Corp. | 2025 Form 10-K | ${page + 1}`,
      'Table of Contents',
      'ACME CORP.',
      'Notes (continued)',
    ])
    const body = bodyOf(
      paragraphs('Item 1. Business', ...pages.flat(), 'F-12', '- 7 -', 'Page 3 of 40'),
    )
    expect(body.split('\n\n').slice(1)).toEqual(pages.map(([words]) => words))
  })

  test('is not what is told in a table, nor facts that only machines are shown', () => {
    const body = bodyOf(
      `<html><body><div style="display:none"><ix:header><ix:hidden>hidden 1</ix:hidden></ix:header></div><p>Item 8.01 Votes</p><table><tr><td>Revenue</td><td>$</td><td>46,743</td><td></td><td>56</td><td>%</td></tr><tr><td>Loss</td><td>(</td><td>12</td><td>)</td></tr></table></body></html>`,
    )
    expect(body).toBe('Item 8.01 Votes\n\nRevenue | $46,743 | 56%\n\nLoss | (12)')
  })

  test('cells that hold paragraphs are read as paragraphs', () => {
    const prose = 'A sentence of some length that goes on and on. '.repeat(6)
    const body = bodyOf(
      `<html><body><table><tr><td><p>Item 8.01 Other Events</p><p>${prose}</p><p>${prose}</p><p>The end.</p></td></tr></table></body></html>`,
    )
    expect(body.split('\n\n').at(-1)).toBe('The end.')
  })
})

const { path: filings, why: absent } = beside('data/sec/filings')

describe.skipIf(absent !== '')(`real filings${absent}`, () => {
  const read = (name: string) => {
    const bytes = readFileSync(join(filings, name))
    return readRaw(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, 'text/html', true).body
  }
  test.each([
    ['nvda-10-q-2025-08-27.html.gz', 'Item 2. Management', 'Data Center revenue was $41.1 billion'],
    [
      'tsla-10-q-2025-07-24.html.gz',
      'ITEM 2. MANAGEMENT',
      'we deployed 20.0 GWh of energy storage',
    ],
    ['aapl-10-k-2024-11-01.html.gz', 'Item 7. Management', 'Greater China net sales decreased'],
  ])('%s begins with its discussion', (name, heading, telling) => {
    const body = read(name)
    expect(body.startsWith(heading)).toBe(true)
    expect(body.slice(0, 8_000)).toContain(telling)
    expect(body.slice(0, 10_000)).toMatch(/\n\nItem (?:1|3)\. Legal Proceedings\n/i)
    expect(body).not.toMatch(
      /\n\n(?:Table of Contents|\d{1,3}|Apple Inc\. \| 2024 Form 10-K \| \d+)\n\n/,
    )
  })
})
