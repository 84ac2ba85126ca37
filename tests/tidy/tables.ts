/**
 * What the chart, nginx and the documents say of stages, sources and routes, made of their tables.
 *
 * Each block stands in its file between two marks that name it. `npm run tables` writes them all.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { descriptorOf, sourceTypes } from '#shared/domain/source/sources.ts'
import type { StageDescriptor } from '#shared/contracts/stage-descriptor.ts'
import { listNames, readerOf, stageNames, stages, type StageName } from '#shared/pipeline.ts'
import { addressLines, headerLines, transportLines } from './nginx-tables.ts'
import { gatewayLines, routeLines } from './api-tables.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Where a stage's targets are, as docs/network.md writes the ends of a connection. */
export const ends: Record<string, string> = {
  postgres: 'postgres:5432',
  objects: 'objects:9000',
  redis: 'redis:6379',
  ollama: 'ollama:11434',
  internet: 'internet:443',
  'risk-engine': 'service/risk-engine:8000',
  'hive-metastore': 'analytics/hive-metastore:9083',
}

/** What a function may use until an operator says otherwise. */
export const resources = {
  requests: { cpu: '50m', memory: '128Mi' },
  limits: { cpu: '1', memory: '512Mi' },
}

const listsOf = (stage: StageName) => [...new Set<string>(stages[stage].reads)]
const reachesOf = (stage: StageName) => Object.entries<string>(stages[stage].reaches)
const each = (write: (stage: StageName) => string | readonly string[]) => stageNames.flatMap(write)

/** Lines of YAML: one row a stage, as every template ranges over them. */
function valuesRows(): string[] {
  const amounts = ({ cpu, memory }: { cpu: string; memory: string }) =>
    `{ cpu: ${/^\d+$/.test(cpu) ? `'${cpu}'` : cpu}, memory: ${memory} }`
  const { requests } = resources
  return each((stage) => {
    const { memoryMost = resources.limits.memory }: StageDescriptor = stages[stage]
    const limits = { ...resources.limits, memory: memoryMost }
    const { inFlight, timeoutSeconds, pumps, functions, secrets } = stages[stage]
    const reaches = reachesOf(stage).map(([target]) => target)
    return [
      `${stage}:`,
      `  { lists: [${listsOf(stage).join(', ')}], inFlight: ${inFlight}, autoscaler: '', timeoutSeconds: ${timeoutSeconds}, pumps: ${pumps}, functions: ${functions},`,
      `    secrets: [${secrets.join(', ')}], reaches: [${reaches.join(', ')}],`,
      `    resources: { requests: ${amounts(requests)}, limits: ${amounts(limits)} } }`,
    ]
  }).map((line) => `    ${line}`)
}

/** A table of Markdown; marks may not stand inside one, so its heading is made too. */
const table = (headings: string, rows: readonly string[]) => [
  '',
  `| ${headings.split(' ').join(' | ').replaceAll('_', ' ')} |`,
  `|${'---|'.repeat(headings.split(' ').length)}`,
  ...rows,
  '',
]

function valuesTable(): string[] {
  const rows = each((stage) => {
    const { inFlight, timeoutSeconds, pumps, functions, secrets } = stages[stage]
    const reaches = reachesOf(stage).map(([target]) => target)
    const cells = [
      `\`${stage}\``,
      listsOf(stage).join(' '),
      inFlight,
      timeoutSeconds,
      pumps,
      functions,
      secrets.join(' '),
      reaches.join(' '),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return table('stage lists inFlight timeoutSeconds pumps functions secrets reaches', rows)
}

function networkTable(): string[] {
  const rows = each((stage) =>
    reachesOf(stage).map(
      ([target, why]) => `| \`function/${stage}\` | \`${ends[target] ?? target}\` | ${why} |`,
    ),
  )
  return table('from to why', rows)
}

/** Who feeds whom; a list that no stage feeds has a service before it, drawn by hand. */
function flow(name: boolean): string[] {
  const arrows = listNames.flatMap((list) =>
    stageNames
      .filter((stage) => (stages[stage].feeds as readonly string[]).includes(list))
      .map((stage) => `  ${stage} ${name ? `-- ${list} ` : ''}--> ${readerOf(list)}`),
  )
  return [...new Set(arrows)]
}

/** What there is to say of each type of source. */
function sourcesTable(): string[] {
  const rows = sourceTypes.map((type) => {
    const { gives, cadenceSeconds, backOff, pace, hosts, credibility } = descriptorOf(type)
    const cells = [
      `\`${type}\``,
      gives,
      hosts.map(({ name }) => name).join(', '),
      `${cadenceSeconds} s`,
      `${backOff.seconds} s, up to ${backOff.secondsMax} s`,
      pace ? `\`${pace}\`` : '',
      credibility,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return table('type gives asks every after_failure pace believed', rows)
}

type Block = { file: string; name: string; lines: () => string[] }

export const blocks: readonly Block[] = [
  { file: 'helm/values.yaml', name: 'stages', lines: valuesRows },
  { file: 'docs/values.md', name: 'stages', lines: valuesTable },
  { file: 'docs/network.md', name: 'stages', lines: networkTable },
  { file: 'docs/intake.md', name: 'sources', lines: sourcesTable },
  { file: 'docs/kubectl.md', name: 'stages', lines: () => ['', `\`${stageNames.join(' ')}\``, ''] },
  { file: 'docs/ARCHITECTURE.md', name: 'flow', lines: () => flow(true) },
  { file: 'docs/API.md', name: 'routes', lines: routeLines },
  { file: 'docs/API.md', name: 'gateway', lines: gatewayLines },
  { file: 'README.md', name: 'flow', lines: () => flow(false) },
  { file: 'images/nginx.conf', name: 'catalogue', lines: addressLines },
  { file: 'images/nginx.conf', name: 'headers', lines: headerLines },
  { file: 'images/nginx.conf', name: 'transport', lines: transportLines },
]

/**
 * A file with one of its blocks made anew.
 *
 * @throws RangeError when the marks are not there.
 */
export function withBlock(text: string, { file, name, lines }: Block): string {
  const marks = new RegExp(
    `^([^\\n]*\\bmade by npm run tables: ${name}\\b[^\\n]*\\n)[^]*?(^[^\\n]*\\bend of ${name}\\b)`,
    'm',
  )
  if (!marks.test(text)) throw new RangeError(`${file} has no block "${name}" to write into`)
  return text.replace(marks, (_all, open: string, end: string) =>
    [open.trimEnd(), ...lines(), end].join('\n'),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const block of blocks) {
    const path = ROOT + block.file
    writeFileSync(path, withBlock(readFileSync(path, 'utf8'), block))
  }
  process.stdout.write(`Wrote ${blocks.length} blocks\n`)
}
