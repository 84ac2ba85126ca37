/**
 * npm run test:stryker: changes the pure code of orders, ledger and risk by rule, one place at a time, and
 * runs the tests that reach it. Ends with 1 where the tests of one of them notice fewer than LEAST percent.
 */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installOwnPackages } from '../../helpers/own-packages.ts'
import { scoresOf, type Mutant } from './scores.ts'

const USAGE = `npm run test:stryker -- [--json]

Changes the pure code of orders, ledger and risk by rule and counts the changes that no test notices; each
that survived is named. It takes some ten minutes. Its own packages are installed at the first run.
  --json   the one line of the result alone
`
/** Percent. */
const LEAST = 85
const FOLDER = new URL('./', import.meta.url)
const HERE = 'tests/mutants/stryker'

type Core = { Stryker: new (options: object) => { runMutationTest(): Promise<Mutant[]> } }

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}

installOwnPackages(FOLDER, '@stryker-mutator/core')
process.chdir(new URL('../../../', import.meta.url).pathname)
const core = new URL('node_modules/@stryker-mutator/core/dist/src/index.js', FOLDER)
const { Stryker } = (await import(core.href)) as Core
const stryker = new Stryker({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: `${HERE}/vitest.config.ts`, related: false },
  mutate: [
    'shared/domain/risk/*.ts',
    'shared/domain/ledger/*.ts',
    'shared/domain/trading/order-state.ts',
  ],
  // What the sandbox holds: the pure code and its tests, and nothing that a build left.
  ignorePatterns: [
    '*',
    ...['shared', 'tests', 'tests/shared', HERE, 'package.json', 'tsconfig.json'].map(
      (it) => `!${it}`,
    ),
    ...['shared', 'tests/shared/domain', 'tests/helpers'].map((it) => `!${it}/**`),
    `!${HERE}/*.ts`,
  ],
  tsconfigFile: 'none',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  reporters: values.json ? [] : ['progress-append-only'],
  // Not within node_modules, whose files vitest takes as they are.
  tempDirName: mkdtempSync(join(tmpdir(), 'stonks-stryker-')),
  allowConsoleColors: false,
})
const found = scoresOf(await stryker.runMutationTest())
for (const { file, line, mutator, replacement } of values.json ? [] : found.survived)
  process.stderr.write(`survived ${file}:${line} ${mutator}: ${replacement}\n`)
process.stdout.write(`${JSON.stringify(found.scores)}\n`)
process.exitCode = Object.values(found.scores).every(({ percent }) => percent >= LEAST) ? 0 : 1
