/** Goal: an operator has strategies run and goes back to earlier weights, on the page. Method: headless Chromium, as whoever presses. */

import { expect, test } from 'vitest'
import { launch, noChromium, openWindow, overhang, signIn } from './browser.ts'
import { startPage } from './page-server.ts'

test.skipIf(noChromium)(
  `strategies are turned on, and weights gone back to, each with a reason${noChromium}`,
  async () => {
    const server = await startPage({ isFilled: true, isTraded: true })
    const browser = await launch()
    try {
      const window = await openWindow(browser, { width: 390, colorScheme: 'dark' })
      await signIn(window, await server.link())
      const { page, faults } = window
      await page.goto(`${server.url}/strategies`)
      await page.getByText('They are off: no strategy is asked').waitFor()
      await page.getByRole('button', { name: 'Change' }).click()
      await page.getByLabel('Step', { exact: true }).selectOption('shadow')
      await page.getByRole('textbox', { name: 'Reason', exact: true }).fill('to be measured')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('They run in shadow').waitFor()
      await page.getByText('“to be measured”').waitFor()
      await page.getByText('Weights are at version 2').waitFor()
      await page.getByRole('img', { name: /^Weights from version 1 to 2: Momentum/ }).waitFor()
      const steps = page.getByRole('table', { name: 'Steps of learning' })
      await steps.getByText('weights moved towards what earned').first().waitFor()
      await page.getByRole('button', { name: 'Go back to version 0' }).click()
      await page.getByRole('textbox', { name: 'Reason', exact: true }).fill('as it was')
      await page.getByRole('button', { name: 'Go back', exact: true }).last().click()
      await page.getByText('Weights are at version 3').waitFor()
      expect(await overhang(page)).toBeLessThanOrEqual(0)
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await server.stop()
    }
  },
)
