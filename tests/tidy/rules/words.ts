/** What may not stand in a line, and where it may. */

import { sourceTypes } from '#shared/domain/source/sources.ts'
import type { Rule } from './rule.ts'

const forbid =
  (pattern: RegExp, why: string, except: (path: string) => boolean = () => false): Rule =>
  (files) =>
    files
      .filter(({ path }) => !except(path))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, i) =>
            pattern.test(line) ? [`${path}:${i + 1}: ${why}: ${line.trim().slice(0, 80)}`] : [],
          ),
      )

export const onlyEnvReadsEnvironment = forbid(
  /process\.env/,
  'only shared/host/env.ts reads the environment',
  (path) => path === 'shared/host/env.ts' || path.startsWith('tests/'),
)

export const noTypeIsGivenUp = forbid(
  /: any\b|\bas any\b|<any>|@ts-(ignore|expect-error|nocheck)/,
  'no type is given up',
  (path) => path.startsWith('tests/tidy/'),
)

export const oneTickerGrammar = forbid(
  /\[A-Z\]\[A-Z0-9/,
  'what a ticker looks like stands in shared/contracts/primitives.ts',
  (path) => path === 'shared/contracts/primitives.ts' || path.startsWith('tests/tidy/'),
)

export const noBarrels = forbid(/^export \* from|^export \* as/, 'no barrels')

export const noDefaultExports = forbid(
  /^export default\b/,
  'no default exports',
  (path) => path.endsWith('.config.ts') || path === 'tests/helpers/global-setup.ts',
)

export const erasableOnly = forbid(
  /^\s*(export )?(const )?enum \w|^\s*(export )?namespace \w|constructor\((private|public|readonly) /,
  'erasable syntax only',
)

export const noUnfinishedWords = forbid(
  /\b(TODO|FIXME|XXX|HACK)\b|not implemented/,
  'no words of unfinished work',
  (path) => path.startsWith('tests/tidy/'),
)

export const domainHasNoClock = forbid(
  /\bDate\.now\(|new Date\(\)|Math\.random\(|\bsetTimeout\(/,
  'the domain has no clock and no chance',
  (path) => !path.startsWith('shared/domain/'),
)

export const businessTimeFromClock: Rule = (files) =>
  forbid(
    /new Date\(\)/,
    'business time comes from the clock',
    (path) =>
      !/^(functions|services|shared\/sql)\//.test(path) || /^services\/(cli|local)\//.test(path),
  )(files)

/** What answers in the machine's own zone: getters, words for people, dates by parts, text without a zone. */
const LOCAL_TIME = [
  /\.[gs]et(?:Hours|Minutes|Day|Date|Month|FullYear|TimezoneOffset)\(/,
  /\.to(?:Locale)?(?:Date|Time)String\(/,
  /new Date\(\d{4},/,
  /\b(?:current_date|localtime|localtimestamp)\b/i,
]
/** Text from outside; our own moments carry their zone. */
const DATE_PARSE = /Date\.parse\((?!`[^`]*(?:Z| UTC)`)/

export const noLocalTime: Rule = (files) => [
  ...LOCAL_TIME.flatMap((pattern) => forbid(pattern, 'it reads this machine’s zone')(files)),
  ...forbid(
    DATE_PARSE,
    'text without a zone would be this machine’s time; use readInstant',
    (path) => !/^(functions|shared)\//.test(path) || path.endsWith('/instant.ts'),
  )(files),
  ...files.flatMap(({ path, text }) =>
    [...text.matchAll(/DateTimeFormat\([^)]*\)/g)]
      .filter(([call]) => !call.includes('timeZone'))
      .map(([call]) => `${path}: it names no zone: ${call}`),
  ),
]

export const noPathsOfAMachine: Rule = (files) =>
  forbid(
    /(^|[^a-zA-Z0-9_.-])\/(work|root)\/|registry\.npmjs|"resolved": "http/,
    'no path or registry of one machine',
    (path) => path.startsWith('tests/tidy/'),
  )(files)

/** A path that leaves the checkout for the folder beside it. */
export const besideIsInOnePlace = forbid(
  /['"`(]\.\.\/shared\/(?:data|crds|cluster-kit|spec|design)|['"`]\.\.\/\.\.\/\.\.\/shared\/\$/,
  'tests ask tests/helpers/beside.ts, and nothing else looks there',
  (path) => path === 'tests/helpers/beside.ts' || path.startsWith('tests/tidy/'),
)

/** A type of source by its own name; `broker` is a word of other rooms as well. */
export const sourceTypesStandOnce: Rule = (files) =>
  forbid(
    new RegExp(`['"\`](${sourceTypes.filter((type) => type !== 'broker').join('|')})['"\`]`),
    'a type of source is named by its descriptor alone',
    (path) => /^shared\/(contracts\/sources|domain\/source)\//.test(path),
  )(files)

export const serversHaveADoor = forbid(
  /import \{[^}]*\bcreateServer\b[^}]*\} from 'node:https?'|https?\.createServer\(/,
  'a server is opened by openDoor of shared/host/door.ts',
  (path) => path === 'shared/host/door.ts',
)
