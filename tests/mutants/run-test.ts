/** One run of a test file in a copy of the tree, and what it says of the defect planted there. */

import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { slow } from '../slow/files.ts'

/** `broken`: no test failed, and yet the run did not pass, so that it says nothing of the defect. */
export type Outcome = { kind: 'passed' | 'broken' } | { kind: 'failed'; tests: string[] }

type Report = {
  testResults: { assertionResults: { status: string; fullName: string }[] }[]
}

/** Runs all tests of a file. */
export async function runTest(folder: string, test: string): Promise<Outcome> {
  const report = join(folder, 'mutants-report.json')
  rmSync(report, { force: true })
  const vitest = 'node_modules/vitest/vitest.mjs'
  const reporting = ['--reporter=json', `--outputFile=${report}`]
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--config', configOf(test), '--configLoader', 'runner', ...reporting, test],
    { cwd: folder, stdio: 'ignore' },
  )
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  return outcomeOf(code, readReport(report))
}

/** Of the suite that the file is in. */
function configOf(test: string): string {
  const isSlow = slow.some((file) => file === test)
  return isSlow ? 'tests/slow/vitest.config.ts' : 'vitest.config.ts'
}

/** What a run came to; a run that ended before it could report, or found no test, is broken. */
export function outcomeOf(code: number | null, report: Report | undefined): Outcome {
  const all = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? []
  const tests = all.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  if (tests.length > 0) return { kind: 'failed', tests }
  const hasPassed = code === 0 && all.some(({ status }) => status === 'passed')
  return { kind: hasPassed ? 'passed' : 'broken' }
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return undefined
  }
}
