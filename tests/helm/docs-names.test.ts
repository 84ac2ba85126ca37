/** What the admins' documents call by name is in the charts by that name. */

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { noHelm, REQUIRED, render, type KubernetesObject } from './render.ts'

const files = [
  'docs/install.md',
  'docs/kubectl.md',
  ...readdirSync('docs/runbooks').map((name) => `docs/runbooks/${name}`),
]
/** Commands that ask the release's own namespace. */
const commands = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /kubectl -n (stonks-oracle|\$ns) /.test(line))
    .map((line) => ({ file, line })),
)
const KINDS: Record<string, string> = {
  deploy: 'Deployment',
  deployment: 'Deployment',
  job: 'Job',
  ksvc: 'Service',
  pvc: 'PersistentVolumeClaim',
  scaledobject: 'ScaledObject',
}

type Labels = Record<string, string>
type Containers = { name: string }[]
type Template = {
  metadata: { labels: Labels }
  spec: { containers: Containers; initContainers?: Containers }
}

const templateOf = (object: KubernetesObject | undefined) =>
  (object?.['spec'] as { template?: Template } | undefined)?.template

/** `name=parser,component=pump` and `component in (service,pump)`, each one way to choose. */
function choices(selector: string): Labels[] {
  const among = /^(\S+) in \(([^)]+)\)$/.exec(selector)
  if (among) return among[2]!.split(',').map((value) => ({ [among[1]!]: value }))
  return [Object.fromEntries(selector.split(',').map((pair) => pair.split('=')))]
}

const NAMED = new RegExp(`\\b(${Object.keys(KINDS).join('|')})([/ ])([a-z]+(?:-[a-z]+)*)`, 'g')

/** Objects that a command names, such as `deploy/scheduler` or `scaledobject pump-parser`. */
function namedIn(line: string): { kind: string; name: string }[] {
  return [...line.matchAll(NAMED)].flatMap(([, short = '', between, name = '']) =>
    between === '/' || name.includes('-') ? [{ kind: KINDS[short]!, name }] : [],
  )
}

/** Selectors over the chart's own labels. */
function selectorsIn(line: string): Labels[] {
  return [...line.matchAll(/ -l (?:'([^']+)'|([^\s`]+))/g)]
    .map(([, quoted, bare]) => quoted ?? bare ?? '')
    .filter((selector) => selector.startsWith('app.kubernetes.io/'))
    .flatMap(choices)
}

/** What a command calls that no object has. */
function missingIn(line: string, objects: readonly KubernetesObject[]): string[] {
  const find = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name)
  const labels = objects.flatMap((object) => [
    object.metadata.labels ?? {},
    templateOf(object)?.metadata.labels ?? {},
  ])
  const isLabelled = (wanted: Labels) =>
    labels.some((found) => Object.entries(wanted).every(([name, value]) => found[name] === value))
  const [, program = '', container] = /deploy\/([a-z-]+) -c ([a-z-]+)/.exec(line) ?? []
  const { containers = [], initContainers = [] } =
    templateOf(find('Deployment', program))?.spec ?? {}
  const isInside = [...containers, ...initContainers].some(({ name }) => name === container)
  return [
    ...namedIn(line)
      .filter(({ kind, name }) => !find(kind, name))
      .map(({ kind, name }) => `${kind} ${name}`),
    ...selectorsIn(line)
      .filter((wanted) => !isLabelled(wanted))
      .map((wanted) => `labels ${JSON.stringify(wanted)}`),
    ...(container === undefined || isInside ? [] : [`container ${container}`]),
  ]
}

test.skipIf(noHelm)('the commands call what the charts make (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  const missing = commands.flatMap(({ file, line }) =>
    missingIn(line, objects).map((what) => `${file}: no ${what}: ${line.trim()}`),
  )
  expect(missing).toEqual([])
  expect(commands.length).toBeGreaterThan(30)
  const made = 'kubectl -n stonks-oracle logs deploy/sheduler -c x -l app.kubernetes.io/name=y'
  expect(missingIn(made, objects)).toHaveLength(3)
})

test('the list of stages is the table’s', () => {
  const text = readFileSync('docs/kubectl.md', 'utf8').replaceAll('\n', ' ')
  expect(text).toContain(`\`${stageNames.join(' ')}\``)
})
