// Sums the suites' reports and the steps into the closing line; names what skipped and, last, what failed and how:
// of a long output only the end may be kept. Exits 1 when anything failed.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const folder = process.argv[2]
let passed = 0
let failed = 0
const skipped = new Map()
const faults = []
const LINES_MAX = 12
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests
  // A file that could not be loaded counts as a failure although none of its tests ran.
  for (const suite of report.testResults) {
    if (suite.status !== 'failed' || suite.assertionResults.length > 0) continue
    failed += 1
    tell(`${file.replace('.json', '')}: ${suite.name}`, suite.message)
  }
  for (const { status, title, ancestorTitles, failureMessages } of report.testResults.flatMap(
    (suite) => suite.assertionResults,
  )) {
    const titles = [...ancestorTitles, title]
    if (status === 'failed')
      tell(`${file.replace('.json', '')}: ${titles.join(': ')}`, failureMessages.join('\n'))
    if (status !== 'skipped' && status !== 'pending') continue
    const name =
      titles.find((words) => /\b(?:skipped|needs?|apt-get)\b/.test(words)) ?? titles.join(': ')
    const label = `${file.replace('.json', '')}: ${name}`
    skipped.set(label, (skipped.get(label) ?? 0) + 1)
  }
}
const steps = join(folder, 'steps')
if (existsSync(steps)) {
  for (const line of readFileSync(steps, 'utf8').trim().split('\n')) {
    const [name, ...counts] = line.split(' ')
    const [good, bad] = counts.slice(-2).map(Number)
    if (bad > 0) tell(`${name}, as a whole`, amiss(name), LINES_MAX * 4)
    passed += good
    failed += bad
  }
}
for (const [label, count] of skipped) console.log(`skipped ${count} of ${label}`)
for (const fault of faults) console.log(fault)
const left = [...skipped.values()].reduce((sum, count) => sum + count, 0)
console.log(`${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

/** What a suite printed of errors outside its tests, else the end of what it printed. */
function amiss(name) {
  const log = join(folder, `${name}.log`)
  if (!existsSync(log)) return 'see its own output above'
  const lines = stripVTControlCharacters(readFileSync(log, 'utf8')).trimEnd().split('\n')
  const begin = lines.findIndex((line) => /Unhandled (?:Errors?|Rejection)/.test(line))
  return lines.slice(begin < 0 ? -LINES_MAX * 2 : begin).join('\n')
}

function tell(name, words = '', most = LINES_MAX) {
  const lines = words.split('\n').slice(0, most)
  faults.push([`failed: ${name}`, ...lines.map((line) => `  ${line}`)].join('\n'))
}
