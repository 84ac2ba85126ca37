import { describe, expect, test } from 'vitest'
import * as imports from './rules/imports.ts'
import * as names from './rules/names.ts'
import type { Rule } from './rules/rule.ts'
import * as sizes from './rules/sizes.ts'
import * as words from './rules/words.ts'
import { isCode, isProduct, readTree, type SourceFile } from './tree.ts'

const product = readTree(isProduct)
const code = readTree(isCode)
const everything = readTree((path) => !/\.(png|wasm|ico|gz|parquet)$/.test(path))

const planted = (path: string, text: string): SourceFile[] => [
  { path, text: `/** Planted. */\n${text}` },
]

/** Each rule, what it looks at, and a breach it must find. */
const table: [name: string, rule: Rule, looksAt: SourceFile[], breach: SourceFile[]][] = [
  [
    'functions and services import shared, never each other; only the command line imports local',
    imports.unitsDoNotMix,
    product,
    planted('functions/parser/handler.ts', "import { x } from '../extractor/handler.ts'"),
  ],
  [
    'shared imports nothing that uses it',
    imports.sharedStandsAlone,
    product,
    planted('shared/host/x.ts', "import { x } from '../../services/pump/pump.ts'"),
  ],
  [
    'every server has the door',
    words.serversHaveADoor,
    product,
    planted('services/x/index.ts', "import { createServer, type Server } from 'node:http'"),
  ],
  [
    'imports run one way through shared',
    imports.importsRunOneWay,
    product,
    planted('shared/sql/x.ts', "import { enqueue } from '../queue/record/jobs.ts'"),
  ],
  [
    'no circle of folders',
    imports.noCircleOfFolders,
    product,
    [
      ...planted('shared/sql/risk/x.ts', "import { y } from '../trading/y.ts'"),
      ...planted('shared/sql/trading/y.ts', "import { x } from '../risk/x.ts'"),
    ],
  ],
  [
    'the page knows of the back end what the API answers alone',
    imports.pageKnowsContractsAlone,
    product,
    planted('frontend/src/parts/x.tsx', "import type { X } from '#shared/pipeline.ts'"),
  ],
  [
    'areas of the page do not mix',
    imports.areasOfThePageDoNotMix,
    product,
    planted(
      'frontend/src/areas/signals/page/x.tsx',
      "import { Y } from '../../trading/parts/y.tsx'",
    ),
  ],
  [
    'contracts stand alone',
    imports.contractsStandAlone,
    product,
    planted('shared/contracts/api/x.ts', "import type { X } from '../../domain/x.ts'"),
  ],
  [
    'the domain imports only the domain',
    imports.domainIsPure,
    product,
    planted('shared/domain/signal/x.ts', "import type { Sql } from '../../sql/open.ts'"),
  ],
  [
    'the product never needs its tests',
    imports.productLeavesTestsAlone,
    product,
    planted(
      'services/scheduler/x.ts',
      "import { openBroker } from '../../tests/helpers/broker.ts'",
    ),
  ],
  [
    'only the queue names a key of Redis',
    imports.queueNamesTheKeys,
    product,
    planted('services/local/x.ts', "import { pendingKey } from '#shared/queue/redis/keys.ts'"),
  ],
  [
    'internal imports carry their extension',
    imports.importsCarryExtensions,
    code,
    planted('shared/host/x.ts', "import { x } from './env'"),
  ],
  [
    'an exported name stands once',
    names.namesStandOnce,
    product,
    [
      ...planted('shared/domain/x.ts', 'export type Check = { name: string }'),
      ...planted('services/cli/x.ts', 'export const Check = 1'),
    ],
  ],
  [
    'what is exported is used elsewhere',
    names.exportsAreUsed,
    code,
    planted('shared/x.ts', 'export function nobodyAsks() {}'),
  ],
  [
    'only env reads the environment',
    words.onlyEnvReadsEnvironment,
    product,
    planted('services/pump/x.ts', "const url = process.env['REDIS_URL']"),
  ],
  [
    'no type is given up',
    words.noTypeIsGivenUp,
    code,
    planted('shared/host/x.ts', 'export const x = (y: any) => y'),
  ],
  [
    'the ticker grammar stands once',
    words.oneTickerGrammar,
    code,
    planted('functions/x/y.ts', 'const TICKER = /^[A-Z][A-Z0-9.]{0,5}$/'),
  ],
  ['no barrels', words.noBarrels, code, planted('shared/x.ts', "export * from './y.ts'")],
  ['no default exports', words.noDefaultExports, code, planted('shared/x.ts', 'export default 1')],
  [
    'erasable syntax only',
    words.erasableOnly,
    code,
    planted('shared/x.ts', 'export enum Side { Buy }'),
  ],
  [
    'no words of unfinished work',
    words.noUnfinishedWords,
    code,
    planted('shared/x.ts', '// TODO later'),
  ],
  [
    'the domain has no clock and no chance',
    words.domainHasNoClock,
    product,
    planted('shared/domain/x.ts', 'export const at = Date.now()'),
  ],
  [
    'business time comes from the clock',
    words.businessTimeFromClock,
    product,
    planted('functions/parser/x.ts', 'const now = new Date()'),
  ],
  [
    'no time of this machine’s zone',
    words.noLocalTime,
    product,
    planted('functions/parser/x.ts', 'const day = at.getDate()'),
  ],
  [
    'no text is read as a time of this machine’s zone',
    words.noLocalTime,
    product,
    planted('functions/ingestion/x.ts', 'const at = Date.parse(item.published)'),
  ],
  [
    'modules stop at 200 lines',
    sizes.modulesAreSmall,
    product,
    planted('shared/x.ts', 'x\n'.repeat(201)),
  ],
  [
    'functions stop at 50 lines',
    sizes.functionsAreSmall,
    product,
    planted('shared/x.ts', `function long() {\n${'  x()\n'.repeat(50)}}\n`),
  ],
  [
    'files say what they are for',
    sizes.filesSayWhatTheyAreFor,
    product,
    [{ path: 'shared/x.ts', text: 'export const x = 1' }],
  ],
  [
    'files are named in kebab-case',
    names.namesAreKebabCase,
    code,
    planted('shared/openPostgres.ts', ''),
  ],
  [
    'names say the thing',
    names.namesSayTheThing,
    product,
    planted('shared/host/string-utils.ts', ''),
  ],
  [
    'nothing needs what lies beside the checkout',
    words.besideIsInOnePlace,
    everything,
    planted('tests/x.test.ts', ["const days = '..", 'shared', "data/replay'"].join('/')),
  ],
  [
    'types of sources stand in their descriptors alone',
    words.sourceTypesStandOnce,
    product,
    planted('services/scheduler/x.ts', "if (type === 'market_api') return"),
  ],
  [
    'no path of one machine',
    words.noPathsOfAMachine,
    everything,
    planted('README.md', ['see ', 'work', 'main'].join('/')),
  ],
]

describe.each(table)('%s', (_name, rule, looksAt, breach) => {
  test('holds', () => expect(rule(looksAt)).toEqual([]))
  test('is seen when broken', () => expect(rule(breach)).not.toEqual([]))
})
