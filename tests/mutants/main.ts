/**
 * npm run test:mutants: plants one defect at a time in a copy of the tree and runs the test that must
 * notice it. Ends with 1 where a test passes all the same, or fails without a defect.
 */

import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { copyTree, type Copy } from './copy.ts'
import { missing, planted, type Planted } from './planted.ts'

const USAGE = `npm run test:mutants -- [--only I11,I12] [--json]

Plants one defect for each invariant of trading in a copy of the tree, and runs the test that must notice.
  --only I11   that one alone; several with commas
  --json       the one line of the result alone
`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}
const only = values.only?.split(',')
const chosen = planted.filter(({ invariant }) => only?.includes(invariant) ?? true)
if (chosen.length === 0) {
  const reason = missing[values.only ?? '']
  process.stderr.write(
    `mutants: nothing is planted for ${values.only}${reason ? `: there is no part yet for ${reason}` : ''}\n`,
  )
  process.exit(2)
}
const say = (words: string) => {
  if (!values.json) process.stderr.write(`${words}\n`)
}

const started = performance.now()
const copy = copyTree()
try {
  process.exitCode = await run(copy)
} finally {
  copy.remove()
}

async function run(at: Copy): Promise<number> {
  // A test that fails by itself would catch anything.
  const red: string[] = []
  for (const test of new Set(chosen.map((defect) => defect.test))) {
    const passes = await runTest(at.folder, test)
    say(`${passes ? 'sound   ' : 'RED     '} ${test}`)
    if (!passes) red.push(test)
  }
  const survived: string[] = []
  for (const defect of chosen) if (!(await isCaught(at, defect))) survived.push(defect.invariant)
  const caught = chosen.length - survived.length
  const seconds = Math.round((performance.now() - started) / 1000)
  const without = Object.keys(missing)
  process.stdout.write(
    `${JSON.stringify({ planted: chosen.length, caught, survived, red, missing: without, seconds })}\n`,
  )
  return survived.length + red.length === 0 ? 0 : 1
}

async function isCaught(at: Copy, defect: Planted): Promise<boolean> {
  const began = performance.now()
  const mend = at.plant(defect)
  const passes = await runTest(at.folder, defect.test)
  mend()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`${passes ? 'SURVIVED' : 'caught  '} ${defect.invariant} ${defect.says} (${seconds} s)`)
  return !passes
}

/** Whether all tests of a file pass. */
function runTest(folder: string, test: string): Promise<boolean> {
  const vitest = 'node_modules/vitest/vitest.mjs'
  const child = spawn(process.execPath, [vitest, 'run', '--configLoader', 'runner', test], {
    cwd: folder,
    stdio: 'ignore',
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}
