/** Goal: an operator has the signal engine run and traded, on the page. Method: headless Chromium, as whoever presses. */

import { expect, test } from 'vitest'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage } from './page-server.ts'

test.skipIf(noChromium)(
  `the signal engine is turned on and traded with a reason, and tells who did${noChromium}`,
  async () => {
    const server = await startPage({ isFilled: true, isTraded: true })
    const browser = await launch()
    try {
      const window = await openWindow(browser, { width: 390, colorScheme: 'dark' })
      await signIn(window, await server.link())
      const { page, faults } = window
      await page.goto(`${server.url}/signal-engine`)
      await page.getByText('It is off: nothing is evaluated').waitFor()
      await page.getByRole('table', { name: 'What was measured of the signal engine' }).waitFor()
      const step = async (to: string, reason: string) => {
        await page.getByRole('button', { name: 'Change' }).click()
        await page.getByLabel('Step', { exact: true }).selectOption(to)
        await page.getByRole('textbox', { name: 'Reason', exact: true }).fill(reason)
      }
      const save = () => page.getByRole('button', { name: 'Save', exact: true }).click()
      await step('shadow', 'to be measured')
      await save()
      await page.getByText('It runs in shadow').waitFor()
      await page.getByText('“to be measured”').waitFor()
      await step('traded', 'measured long enough')
      // What it comes to is said before it is done.
      await page.getByText('Recommendations to buy are skipped').waitFor()
      await save()
      await page.getByText('It is traded: nothing is entered unless both say buy').waitFor()
      await page.getByText('“measured long enough”').waitFor()
      // The link's own confirmation is fresh; without one a passkey is asked for.
      await step('off', 'no more')
      await page.getByText('may be entered again').waitFor()
      await save()
      await page.getByText('It is off: nothing is evaluated').waitFor()
      await page.getByRole('link', { name: 'MSFT' }).click()
      await page
        .getByRole('heading', { name: 'MSFT: the chance buys, the scores do not' })
        .waitFor()
      await page
        .getByRole('alert')
        .filter({ hasText: 'both pipelines said the same in less than half' })
        .waitFor()
      await page.getByText('They agreed in 0').waitFor()
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await server.stop()
    }
  },
)
