/**
 * Goal: reports can be read by everybody, on a desk and on a phone, by day and by night, whether there is one or none.
 * Method: Chromium and axe-core before a real query-api that holds a report with something of everything, or nothing,
 * and before the file that a person keeps.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportHtml } from '#shared/domain/report/html/document.ts'
import { sampleReport, SAMPLE_REPORT_ID } from '../helpers/reports.ts'
import { violations } from './axe.ts'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'

const LOOKS = [
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const

describe.skipIf(noChromium)(`the pages of reports${noChromium}`, () => {
  let full: PageServer
  let empty: PageServer
  let browser: Browser

  beforeAll(async () => {
    full = await startPage({ isFilled: true })
    empty = await startPage({ isFilled: false })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([full?.stop(), empty?.stop()])
  })

  async function look(page: Page, what: string): Promise<void> {
    expect(await violations(page), what).toEqual([])
    expect(await overhang(page), `${what} is wider than the window`).toBeLessThanOrEqual(0)
  }

  test.each(LOOKS)('are read at %d px, %s', async (width, colorScheme) => {
    const window = await openWindow(browser, { width, colorScheme })
    await signIn(window, await full.link())
    const { page, context, faults } = window
    await page.goto(`${full.url}/reports`)
    const list = page.getByRole('table', { name: 'Reports' })
    await list.getByText('The day brought a profit').waitFor()
    await look(page, 'the list')
    await list.getByRole('link').click()
    await page.getByRole('heading', { name: 'Held to the books' }).waitFor()
    await page.getByRole('img', { name: /^The account from 2019-05-01/ }).waitFor()
    await look(page, 'a report')
    expect(faults).toEqual([])
    await context.close()
  })

  test.each(LOOKS)('say at %d px, %s, that there is none', async (width, colorScheme) => {
    const window = await openWindow(browser, { width, colorScheme })
    await signIn(window, await empty.link())
    const { page, context } = window
    await page.goto(`${empty.url}/reports`)
    await page.getByText('No report yet.').waitFor()
    await look(page, 'no report')
    await page.goto(`${empty.url}/reports/${SAMPLE_REPORT_ID}`)
    await page.getByText('No such report').waitFor()
    // Once, not in each of its parts.
    expect(await page.getByText('No such report').count()).toBe(1)
    expect(await page.getByRole('link', { name: 'To print or keep' }).count()).toBe(0)
    await look(page, 'none under this address')
    await context.close()
  })

  test.each(LOOKS)('have a file to keep, read at %d px, %s', async (width, colorScheme) => {
    const { page, context, faults } = await openWindow(browser, { width, colorScheme })
    const body = sampleReport()
    const madeAt = new Date(body.to)
    await page.setContent(reportHtml({ body, version: 1, madeAt, reconciles: true }))
    await page.getByRole('heading', { name: 'Held to the books' }).waitFor()
    await look(page, 'the file')
    expect(faults).toEqual([])
    await context.close()
  })
})
