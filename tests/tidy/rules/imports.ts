/** Who may import whom. */

import { dirname, posix } from 'node:path'
import { isProduct, type SourceFile } from '../tree.ts'
import type { Rule } from './rule.ts'

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
    !(unitOf(from) === 'services/cli' && unitOf(target) === 'services/local') &&
    // An attack is played through the very stages it is meant for.
    !(from.startsWith('services/cli/evaluate/attack/') && target.endsWith('/handler.ts')),
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
    !['big.js', 'htmlparser2', 'tldts'].includes(target),
  'the domain imports only itself, contracts, exact decimals, a parser of markup and the list of public suffixes',
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
