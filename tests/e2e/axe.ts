/** What axe-core finds wrong with a page for those who cannot see it, hear it or use a mouse. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Run within the page, as text: only there is `axe`. */
const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary].join(': '))))`

/** Each serious or critical violation, in words. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(SOURCE)
  return page.evaluate<string[]>(RUN)
}
