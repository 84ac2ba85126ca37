/**
 * npm run test:mutants: plants one defect at a time in a copy of the tree and runs the test that must
 * notice it. Ends with 1 where a test passes all the same, fails without a defect, or does not run.
 */

import { parseArgs } from 'node:util'
import { copyTree, type Copy } from './copy.ts'
import { missing, planted, type Planted } from './planted.ts'
import { runTest, type Outcome } from './run-test.ts'

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

const WORDS = { passed: 'SURVIVED', broken: 'NOT RUN ', failed: 'caught  ' } as const

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
    const { kind } = await runTest(at.folder, test)
    say(`${kind === 'passed' ? 'sound   ' : 'RED     '} ${test}`)
    if (kind !== 'passed') red.push(test)
  }
  const found = { passed: [] as string[], broken: [] as string[], failed: [] as string[] }
  for (const defect of chosen) found[(await tryOne(at, defect)).kind].push(defect.invariant)
  const { passed: survived, broken, failed } = found
  const seconds = Math.round((performance.now() - started) / 1000)
  const without = Object.keys(missing)
  const counts = { planted: chosen.length, caught: failed.length, survived, broken, red }
  process.stdout.write(`${JSON.stringify({ ...counts, missing: without, seconds })}\n`)
  return survived.length + broken.length + red.length === 0 ? 0 : 1
}

/** A run that broke down is made once more: a busy machine is no test that notices. */
async function tryOne(at: Copy, defect: Planted): Promise<Outcome> {
  const began = performance.now()
  const mend = at.plant(defect)
  const first = await runTest(at.folder, defect.test)
  const outcome = first.kind === 'broken' ? await runTest(at.folder, defect.test) : first
  mend()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const by = outcome.kind === 'failed' ? `: ${outcome.tests[0]}` : ''
  say(`${WORDS[outcome.kind]} ${defect.invariant} ${defect.says} (${seconds} s)${by}`)
  return outcome
}
