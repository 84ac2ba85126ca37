/**
 * Goal: a person asks the lake on its page and keeps what they asked, by keyboard, wide and narrow, light and dark;
 * what is hostile in a cell, a file or a link does nothing. Method: Chromium and axe-core before a real query-api, whose
 * lake holds the small day.
 */

import { readFileSync } from 'node:fs'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

const IMG = '<img src=x onerror=alert(1)>'
const FORMULA = "=cmd|' /C calc'!A0"
const HOSTILE = `select '${IMG}' as title, '${FORMULA.replaceAll("'", "''")}' as formula, null as nothing, '' as blank,
  repeat('long ', 100) as words, cast(1.5 as decimal(38,9)) as price, range as n from range(25000)`
/** The small day has six rows for it. */
const SHIPPED = shippedQuestions.find(({ slug }) => slug === 'readings-by-catalyst')!
const DRAWN = `${SHIPPED.chart?.y.join(', ')} over ${SHIPPED.chart?.x}, 6 points`
/** It would go on for hours. */
const ENDLESS = `select count(*) from range(10000000000) a, range(10000) b where a.range % 7 = b.range % 3`

describe.skipIf(noChromium)(`the page SQL${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true, hasLake: true })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  type Looks = { width?: number; colorScheme?: 'light' | 'dark'; role?: 'operator' | 'viewer' }
  const open = async ({ role = 'operator', ...looks }: Looks = {}) => {
    const window = await openWindow(browser, looks)
    await signIn(window, await server.link({ name: `Somebody who is ${role}`, role }))
    const asked: Request[] = []
    window.page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/sql') asked.push(request)
    })
    await window.page.goto(`${server.url}/sql`)
    await editorOf(window.page).waitFor()
    return { ...window, asked }
  }

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [400, 'light'],
    [400, 'dark'],
  ] as const)('is read and used at %d px, %s, by everybody', async (width, colorScheme) => {
    const { page, context, faults } = await open({ width, colorScheme })
    const look = async (what: string) => {
      expect(await violations(page), what).toEqual([])
      expect(await overhang(page), `${what} is wider than the window`).toBeLessThanOrEqual(0)
    }
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('SQL')
    await press(page, 'Tables')
    await page.getByLabel('Filter tables and columns').fill('its title')
    await page.getByRole('list', { name: 'Columns of documents' }).getByText('its title').waitFor()
    await look('tables')
    await press(page, 'Questions')
    await look('questions')
    await page.getByLabel('Search questions').fill('catalyst')
    await openShipped(page)
    await page.getByRole('img', { name: DRAWN }).waitFor()
    expect(await page.locator('.recharts-bar-rectangle path').count()).toBeGreaterThan(3)
    await look('a chart')
    await press(page, 'Table')
    await page.getByRole('cell', { name: 'earnings' }).waitFor()
    await look('a table')
    // Styled by sheets that the page's policy lets through: a keyword is in the colour of the page.
    const [keyword, accent] = await page.evaluate<[string, string]>(KEYWORD_AND_ACCENT)
    expect(keyword).toBe(accent)
    expect(faults).toEqual([])
    await context.close()
  })

  test('a question is written with what is offered, asked by keyboard, and answered', async () => {
    const { page, context, faults } = await open()
    await press(page, 'Tables')
    await page.getByLabel('Filter tables and columns').fill('documents')
    await page.getByRole('main').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate<boolean>('document.activeElement.shadowRoot !== null')).toBe(true)
    await page.keyboard.type('select publisher, coun')
    // Not by Enter: the editor takes none so soon after it showed what it offers.
    await page.getByRole('option', { name: 'count', exact: true }).click()
    await page.keyboard.type('*) as n from ')
    await page.getByRole('button', { name: 'Insert documents', exact: true }).click()
    await page.keyboard.type(' group by publisher order by n desc, publisher')
    await page.keyboard.press('Control+Enter')
    await says(page, /^2 rows in \d+\.\d\d s$/)
    const rows = page.getByRole('table', { name: 'Answer' }).getByRole('row')
    expect(await rows.allInnerTexts()).toEqual([
      'publisher\tn',
      'Example Wire\t6',
      'The Daily Ledger\t6',
    ])
    const side = (cell: string) =>
      page
        .getByRole('cell', { name: cell })
        .first()
        .evaluate((it) => it.className)
    expect(await side('6')).toContain('text-right')
    expect(await side('Example Wire')).toContain('text-left')
    await press(page, 'Chart')
    await page.getByRole('img', { name: 'n over publisher, 2 points' }).waitFor()
    // Tab goes on: the keyboard is not kept in the editor.
    await editorOf(page).focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Ask')
    await ask(page, 'select 1 as one where false')
    await says(page, 'No row answers it')
    expect(faults).toEqual([])
    await context.close()
  })

  test('what is hostile is text, in cells and in files', async () => {
    const { page, context, faults } = await open()
    await ask(page, HOSTILE)
    await says(page, /^First 1,000 rows in .* there are more$/)
    const table = page.getByRole('table', { name: 'Answer' })
    expect((await table.getByRole('row').nth(1).innerText()).split('\t')).toEqual([
      IMG,
      FORMULA,
      'null',
      'empty',
      expect.stringMatching(/^long .*…$/),
      '1.5',
      '0',
    ])
    expect(await page.locator('main img').count()).toBe(0)
    await table.getByRole('button', { name: /^long/ }).first().click()
    expect(await page.getByRole('dialog').locator('pre').textContent()).toBe('long '.repeat(100))
    await page.keyboard.press('Escape')
    await press(page, 'Ask for 10,000 rows')
    await says(page, /^First 10,000 rows/)
    expect(await table.getByRole('row').count(), 'a page of them').toBe(101)
    await table.getByRole('button', { name: 'n', exact: true }).click()
    await page.getByRole('cell', { name: '9999', exact: true }).waitFor()
    await press(page, 'Next')
    await says(page, '101 to 200 of 10,000')
    const csv = await file(page, 'CSV')
    expect(csv.name).toMatch(/^answer-\d{4}-\d\d-\d\d\.csv$/)
    const lines = csv.bytes.toString().split('\r\n')
    expect(lines).toHaveLength(25_002)
    expect(lines[1]).toContain(`${IMG},"'${FORMULA}",,`)
    const parquet = await file(page, 'Parquet')
    expect(parquet.name).toMatch(/\.parquet$/)
    expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')
    expect(faults).toEqual([])
    await context.close()
  })

  test('what is refused is said where the statement is, which stays', async () => {
    const { page, context } = await open()
    for (const [statement, words] of [
      ['drop table documents', 'Expected one SELECT, found a statement of another kind'],
      ['select nothing from documents', 'nothing'],
      ["select * from read_csv('/etc/passwd')", 'read_csv() reads no table of the lake'],
    ] as const) {
      await ask(page, statement)
      await page.getByRole('alert').filter({ hasText: words }).waitFor()
      expect(await editorOf(page).innerText()).toBe(statement)
    }
    await page.goto(`${server.url}/sql?engine=trino`)
    await ask(page, 'select 1 as one')
    await page.getByRole('alert').filter({ hasText: 'TRINO_URL names no Trino' }).waitFor()
    await press(page, 'DuckDB')
    await page.waitForURL((url) => url.search === '')
    await page.keyboard.press('Tab')
    await press(page, 'Ask')
    await says(page, /^1 row in/)
    await context.close()
  })

  test('a question that runs says how long, and is given up by a press', async () => {
    const { page, context, asked } = await open()
    await ask(page, ENDLESS)
    await page.getByRole('timer').filter({ hasText: '1 s' }).waitFor()
    const failed = page.waitForEvent('requestfailed')
    await press(page, 'Cancel')
    await says(page, /^Given up after \d+\.\d s$/)
    expect((await failed).url()).toBe(asked[0]?.url())
    // Two may be asked at once; three that were given up take nobody's turn.
    for (let round = 0; round < 2; round += 1) {
      await ask(page, ENDLESS)
      await press(page, 'Cancel')
      await says(page, /^Given up after/)
    }
    await ask(page, 'select 1 as one')
    await says(page, /^1 row in/)
    await context.close()
  })

  test('the address keeps the statement, and no link asks by itself', async () => {
    const { page, context, asked } = await open()
    await ask(page, 'select 1 as one')
    await says(page, /^1 row in/)
    await ask(page, 'select 2 as two')
    await page.getByRole('columnheader', { name: 'two' }).waitFor()
    await openShipped(page)
    await page.getByRole('img', { name: DRAWN }).waitFor()
    expect(new URL(page.url()).hash).toBe('')
    expect(asked).toHaveLength(3)
    await page.goBack()
    await statementIs(page, 'select 2 as two')
    await page.goBack()
    await statementIs(page, 'select 1 as one')
    await page.goForward()
    await statementIs(page, 'select 2 as two')
    const link = page.url()
    await page.reload()
    await statementIs(page, 'select 2 as two')
    await says(page, 'This statement came with the link. Nothing was asked yet.')
    await page.goto(`${server.url}/documents`)
    await page.goto(link)
    await statementIs(page, 'select 2 as two')
    await page.waitForLoadState('networkidle')
    expect(asked, 'nothing but what was pressed').toHaveLength(3)
    await press(page, 'Ask')
    await says(page, /^1 row in/)
    await context.close()
  })

  test('questions are kept, changed by one at a time, and deleted after a question', async () => {
    const [{ page, context }, other] = [await open(), await open()]
    await ask(page, "select day, n from (values ('a', 1), ('b', 2)) as t(day, n)")
    await says(page, /^2 rows in/)
    await press(page, 'Chart')
    await press(page, 'Save as')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('What each check cost or saved')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.getByText('There is a question What each check cost or saved already').waitFor()
    await dialog.getByLabel('Name').fill('Two days')
    await dialog.getByLabel('What it answers').fill('a and b')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('heading', { name: 'Two days' }).waitFor()
    await says(page, 'Kept by Somebody who is operator, now')
    await page.waitForURL(/\?question=[0-9a-f-]{36}$/)
    await page.reload()
    await page.getByRole('region', { name: 'Kept here' }).getByText('Two days').click()
    await page.getByRole('img', { name: 'n over day, 2 points' }).waitFor()

    await other.page.goto(page.url())
    await other.page.getByRole('heading', { name: 'Two days' }).waitFor()
    expect(other.asked, 'a link to a kept question asks nothing either').toHaveLength(0)
    await write(page, 'select 3 as three')
    await press(page, 'Save')
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
    await write(other.page, 'select 4 as four')
    await press(other.page, 'Save')
    await says(other.page, /Two days was changed since/)
    await press(other.page, 'Open it as it is now')
    await statementIs(other.page, 'select 3 as three')

    await press(page, 'Change')
    await dialog.getByLabel('Name').fill('Three')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Three' }).waitFor()
    await press(page, 'Delete')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await press(page, 'Delete')
    await dialog.getByRole('button', { name: 'Delete question' }).click()
    await page.getByRole('heading', { name: 'A question of your own' }).waitFor()
    await statementIs(page, 'select 3 as three')
    expect(await server.sql`select name from saved_questions`).toEqual([])
    await context.close()
    await other.context.close()
  })

  test.each([1280, 400])('a viewer asks and is offered no keeping, at %d px', async (width) => {
    const { page, context } = await open({ width, role: 'viewer' })
    if (width < 1000) await press(page, 'Show')
    await openShipped(page)
    await says(page, /^6 rows in/)
    const names = await page.getByRole('main').getByRole('button').allInnerTexts()
    expect(names.filter((name) => /^(Save|Change|Delete)/.test(name))).toEqual([])
    await context.close()
  })

  test('what comes with the product is copied, and not changed', async () => {
    const { page, context } = await open()
    await openShipped(page)
    await says(page, /^6 rows in/)
    const names = await page.getByRole('main').getByRole('button').allInnerTexts()
    expect(names.filter((name) => /^(Save|Change|Delete)/.test(name))).toEqual(['Save a copy'])
    await context.close()
  })
})

/** The colour of the first keyword in the editor, and the one that the page has for it. */
const KEYWORD_AND_ACCENT = `(() => {
  const host = [...document.querySelectorAll('main div')].find((each) => each.shadowRoot)
  const words = [...host.shadowRoot.querySelectorAll('.cm-line span')]
  const probe = document.createElement('i')
  probe.style.color = 'var(--accent)'
  document.body.append(probe)
  const accent = getComputedStyle(probe).color
  probe.remove()
  return [getComputedStyle(words.find(({ textContent }) => textContent === 'select')).color, accent]
})()`

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Statement' })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const openShipped = (page: Page) =>
  page.getByRole('button', { name: `${SHIPPED.name} ${SHIPPED.says}`, exact: true }).click()
const says = (page: Page, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()

/** As a person does: over all that stood there. */
async function write(page: Page, statement: string): Promise<void> {
  await editorOf(page).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(statement)
}

async function ask(page: Page, statement: string): Promise<void> {
  await write(page, statement)
  await page.keyboard.press('Control+Enter')
}

const statementIs = (page: Page, statement: string) =>
  editorOf(page).filter({ hasText: statement }).waitFor()

async function file(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download')
  await press(page, `Download ${format}`)
  const download = await coming
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}
