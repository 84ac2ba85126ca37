/** The architecture's rules, each a function from files to what breaks it. */

import { dirname, posix } from 'node:path'
import { sourceTypes } from '#shared/domain/source/sources.ts'
import { isProduct, type SourceFile } from './tree.ts'

export type Rule = (files: readonly SourceFile[]) => string[]

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g

type Import = { from: string; target: string }

/** Every import with its target as a path of the repository, or a package's name. */
function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? ''
    if (target.startsWith('#shared/')) return { from: path, target: target.slice(1) }
    if (target.startsWith('.')) return { from: path, target: posix.join(dirname(path), target) }
    return { from: path, target }
  })
}

const broken =
  (wrong: (found: Import) => boolean, why: string): Rule =>
  (files) =>
    files
      .flatMap(importsOf)
      .filter(wrong)
      .map(({ from, target }) => `${from} imports ${target}: ${why}`)

const unitOf = (path: string) => path.split('/').slice(0, 2).join('/')
const isUnit = (path: string) => /^(functions|services)\//.test(path)

export const unitsDoNotMix = broken(
  ({ from, target }) =>
    isUnit(from) &&
    isUnit(target) &&
    unitOf(from) !== unitOf(target) &&
    !(unitOf(from) === 'services/cli' && unitOf(target) === 'services/local'),
  'functions and services import shared, never each other',
)

export const sharedStandsAlone = broken(
  ({ from, target }) =>
    from.startsWith('shared/') && /^(functions|services|tests|frontend)\//.test(target),
  'shared imports nothing that uses it',
)

/** Rooms of shared/ by height; each imports its own and lower ones. The queue's record is in SQL. */
const HEIGHTS = [
  ['contracts', 'pipeline.ts'],
  ['domain'],
  ['host'],
  ['sql', 'clients'],
  ['queue'],
  ['explain'],
]

const roomOf = (path: string) => path.split('/')[1] ?? ''
const heightOf = (path: string) => HEIGHTS.findIndex((rooms) => rooms.includes(roomOf(path)))

export const importsRunOneWay = broken(
  ({ from, target }) =>
    from.startsWith('shared/') &&
    target.startsWith('shared/') &&
    roomOf(from) !== roomOf(target) &&
    heightOf(from) <= heightOf(target) &&
    !(roomOf(from) === 'pipeline.ts' && roomOf(target) === 'contracts'),
  `imports run one way: ${HEIGHTS.toReversed()
    .map((rooms) => rooms.join(', '))
    .join(' → ')}`,
)

/** Folders that import each other, however long the way round; a folder and its parent are two. */
export const noCircleOfFolders: Rule = (files) => {
  const out = new Map<string, Set<string>>()
  for (const { from, target } of files.flatMap(importsOf)) {
    const [here, there] = [dirname(from), dirname(target)]
    if (here === there || !/^(shared|functions|services|frontend)\//.test(target)) continue
    out.set(here, (out.get(here) ?? new Set()).add(there))
  }
  const reaches = (start: string) => {
    const seen = new Set<string>()
    const open = [...(out.get(start) ?? [])]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(...(out.get(next) ?? []))
    }
    return seen
  }
  return [...out.keys()]
    .filter((folder) => reaches(folder).has(folder))
    .map((f) => `${f} imports itself by a circle of folders`)
}

/** The page knows of the back end what the API answers, and nothing else. */
export const pageKnowsContractsAlone = broken(
  ({ from, target }) =>
    from.startsWith('frontend/') &&
    /^(functions|services|shared|migrations|tests)\//.test(target) &&
    !target.startsWith('shared/contracts/api/'),
  'the page imports nothing of the back end but shared/contracts/api',
)

const areaOf = (path: string) => path.split('/')[3]

export const areasOfThePageDoNotMix = broken(
  ({ from, target }) =>
    from.startsWith('frontend/src/areas/') &&
    target.startsWith('frontend/src/areas/') &&
    areaOf(from) !== areaOf(target),
  'what two areas of the page use stands in frontend/src/parts',
)

export const contractsStandAlone = broken(
  ({ from, target }) =>
    from.startsWith('shared/contracts/') &&
    target !== 'valibot' &&
    !target.startsWith('shared/contracts/'),
  'contracts import valibot and other contracts alone',
)

export const domainIsPure = broken(
  ({ from, target }) =>
    from.startsWith('shared/domain/') &&
    !target.startsWith('shared/domain/') &&
    !target.startsWith('shared/contracts/') &&
    !['big.js', 'htmlparser2'].includes(target),
  'the domain imports only itself, contracts, exact decimals and a parser of markup',
)

export const productLeavesTestsAlone = broken(
  ({ from, target }) => isProduct(from) && target.startsWith('tests/'),
  'the product never needs its tests',
)

export const queueNamesTheKeys = broken(
  ({ from, target }) =>
    isProduct(from) && target === 'shared/queue/redis/keys.ts' && !from.startsWith('shared/queue/'),
  'only shared/queue names a key of Redis; depth.ts reads what waits',
)

export const importsCarryExtensions = broken(
  ({ target }) =>
    /^(shared|functions|services|tests|frontend)\//.test(target) &&
    !/\.(ts|tsx|css|json)$/.test(target),
  'internal imports carry their extension',
)

/** Names that every one of a kind of files exports. */
const ALIKE: readonly [name: RegExp, path: RegExp][] = [
  [/^(Deps|Effects)$/, /^functions\/[^/]+\/handler\.ts$/],
  [/^command$/, /^services\/cli\/commands\//],
  [/^routes$/, /^services\/[^/]+\/routes\.ts$/],
]

const EXPORT =
  /^export (?:declare )?(?:async )?(?:function\*?|const|let|type|class|interface) (\w+)/gm

/** A schema and its type may share a name within one file. */
export const namesStandOnce: Rule = (files) => {
  const places = new Map<string, Set<string>>()
  for (const { path, text } of files) {
    if (!/^(shared|functions|services)\//.test(path)) continue
    for (const [, name = ''] of text.matchAll(EXPORT)) {
      if (ALIKE.some(([alike, where]) => alike.test(name) && where.test(path))) continue
      places.set(name, (places.get(name) ?? new Set()).add(path))
    }
  }
  return [...places]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `${name} is exported by ${[...paths].join(' and ')}`)
}

const VALUE = /^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm

/** A value is exported for another file; its type may be named by whoever holds one. */
export const exportsAreUsed: Rule = (files) => {
  const places = new Map<string, Set<string>>()
  for (const { path, text } of files)
    for (const [word] of text.matchAll(/\w+/g))
      places.set(word, (places.get(word) ?? new Set()).add(path))
  return files
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(VALUE)]
        .filter(([, name = '']) => (places.get(name)?.size ?? 0) < 2)
        .map(([, name]) => `${path} exports ${name}, which no other file names`),
    )
}

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

const LINES_MAX = 200
const FUNCTION_LINES_MAX = 50

export const modulesAreSmall: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    return lines > LINES_MAX ? [`${path} has ${lines} lines; a module stops at ${LINES_MAX}`] : []
  })

/** Functions that begin at the margin; what is nested counts to its parent. */
export const functionsAreSmall: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap(({ path, text }) => {
      const lines = text.split('\n')
      return lines.flatMap((line, start) => {
        const name = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line)?.[1]
        if (!name) return []
        const end = lines.findIndex((later, i) => i > start && later === '}')
        const length = (end === -1 ? lines.length : end) - start + 1
        return length > FUNCTION_LINES_MAX
          ? [`${path}: ${name} has ${length} lines; a function stops at ${FUNCTION_LINES_MAX}`]
          : []
      })
    })

export const filesSayWhatTheyAreFor: Rule = (files) =>
  files
    .filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
    .map(({ path }) => `${path} does not open with what it is for`)

export const namesAreKebabCase: Rule = (files) =>
  files.flatMap(({ path }) => {
    const parts = path.split('/').filter((part) => part !== '')
    const wrong = parts.find((part) => !/^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(part))
    return wrong ? [`${path}: "${wrong}" is not kebab-case`] : []
  })

export const namesSayTheThing: Rule = (files) =>
  files
    .filter(
      ({ path }) =>
        path.startsWith('shared/') &&
        /(^|[/-])(utils?|helpers?|common|manager|misc)([./-]|$)/.test(path),
    )
    .map(({ path }) => `${path}: name the thing`)

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
