/** Goal: an operator has the signal engine run, on the page. Method: headless Chromium, as whoever presses. */

import { expect, test } from 'vitest'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage } from './page-server.ts'

test.skipIf(noChromium)(
  `the signal engine is turned on with a reason, and tells who did${noChromium}`,
  async () => {
    const server = await startPage({ isFilled: true, isTraded: true })
    const browser = await launch()
    try {
      const window = await openWindow(browser, { width: 390, colorScheme: 'dark' })
      await signIn(window, await server.link())
      const { page, faults } = window
      await page.goto(`${server.url}/signal-engine`)
      await page.getByText('It is off: nothing is evaluated').waitFor()
      await page.getByRole('button', { name: 'Change' }).click()
      await page.getByLabel('Step', { exact: true }).selectOption('shadow')
      await page.getByRole('textbox', { name: 'Reason', exact: true }).fill('to be measured')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('It runs in shadow').waitFor()
      await page.getByText('“to be measured”').waitFor()
      await page.getByRole('link', { name: 'MSFT' }).click()
      await page
        .getByRole('heading', { name: 'MSFT: the chance buys, the scores do not' })
        .waitFor()
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await server.stop()
    }
  },
)
