// Sums the suites' reports and the steps into the closing line; names what skipped; exits 1 when anything failed.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
let passed = 0
let failed = 0
const skipped = new Map()
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests
  // A file that could not be loaded counts as a failure although none of its tests ran.
  failed += report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length
  for (const { status, title, ancestorTitles } of report.testResults.flatMap(
    (suite) => suite.assertionResults,
  )) {
    if (status !== 'skipped' && status !== 'pending') continue
    const titles = [...ancestorTitles, title]
    const name =
      titles.find((words) => /\b(?:skipped|needs?|apt-get)\b/.test(words)) ?? titles.join(': ')
    const label = `${file.replace('.json', '')}: ${name}`
    skipped.set(label, (skipped.get(label) ?? 0) + 1)
  }
}
const steps = join(folder, 'steps')
if (existsSync(steps)) {
  for (const line of readFileSync(steps, 'utf8').trim().split('\n')) {
    const [good, bad] = line.split(' ').slice(-2).map(Number)
    passed += good
    failed += bad
  }
}
for (const [label, count] of skipped) console.log(`skipped ${count} of ${label}`)
const left = [...skipped.values()].reduce((sum, count) => sum + count, 0)
console.log(`${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
