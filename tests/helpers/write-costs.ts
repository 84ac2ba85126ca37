/**
 * Writes tests/costs.json from a run's own report:
 *
 *   npm test -- --reporter=json --outputFile=report.json && node tests/helpers/write-costs.ts report.json
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

type Report = { testResults: { name: string; startTime: number; endTime: number }[] }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Report
const costs = report.testResults
  .map(({ name, startTime, endTime }): [string, number] => [
    relative(ROOT, name),
    Math.round((endTime - startTime) / 100) / 10,
  ])
  .filter(([, seconds]) => seconds > 1)
  .sort(([a], [b]) => (a < b ? -1 : 1))
const file = fileURLToPath(new URL('../costs.json', import.meta.url))
writeFileSync(file, `${JSON.stringify(Object.fromEntries(costs), null, 2)}\n`)
