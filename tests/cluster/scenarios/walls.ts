/** Network policies as the cluster enforces them: who can open a connection to whom. */

import type { Bed } from '../bed.ts'
import { kubectl, until } from '../kubectl.ts'
import { loadParser, untilDone } from '../load.ts'
import type { Report } from '../report.ts'
import { hostOf } from '../servers.ts'
import { SERVICES } from '../values.ts'

/** Where connections are tried to: name, address, port. */
const TARGETS = {
  postgres: [hostOf('postgres'), 5432],
  redis: [hostOf('redis'), 6379],
  objects: [hostOf('minio'), 9000],
  world: [hostOf('world'), 8080],
  'query-api': ['query-api', 8000],
  'symbol-registry': ['symbol-registry', 8000],
  'trading-engine': ['trading-engine', 8000],
  'risk-engine': ['risk-engine', 8000],
  dashboard: ['dashboard', 8080],
  scheduler: ['scheduler', 8000],
  function: ['parser', 80],
  kubernetes: ['kubernetes.default.svc.cluster.local', 443],
} as const satisfies Record<string, readonly [string, number]>
export type Target = keyof typeof TARGETS

/** Edges that must be open, by who opens them; every other one must be shut. */
const EDGES: Record<string, readonly Target[]> = {
  scheduler: ['postgres', 'redis', 'objects'],
  'query-api': ['postgres', 'redis', 'objects', 'symbol-registry', 'trading-engine', 'risk-engine'],
  'symbol-registry': ['postgres'],
  'trading-engine': ['postgres', 'world'],
  'risk-engine': ['postgres'],
  'market-stream': ['postgres'],
  'pump-parser': ['postgres', 'redis', 'function'],
  'function-parser': ['postgres', 'objects'],
  stranger: [],
}

/** Tries every target from one process; prints those that open, as JSON. */
const PROBE = `
const targets = ${JSON.stringify(TARGETS)}
const net = require('node:net')
const one = ([name, [host, port]]) => new Promise((resolve) => {
  const socket = net.connect({ host, port, timeout: 2500 })
  const end = (open) => { socket.destroy(); resolve(open ? [name] : []) }
  socket.once('connect', () => end(true)); socket.once('error', () => end(false)); socket.once('timeout', () => end(false))
})
Promise.all(Object.entries(targets).map(one)).then((open) => console.log(JSON.stringify(open.flat().sort())))`

export type Walls = Record<string, { open: string[]; wanted: string[] }>

/** What each kind of pod can reach. */
export async function tryWalls(bed: Bed, report: Report): Promise<Walls> {
  const found: Walls = {}
  const note = (who: string, open: string[]) => {
    // Nothing can shut a pod off from itself.
    const others = open.filter((target) => target !== who)
    found[who] = { open: others, wanted: [...EDGES[who]!].sort() }
  }
  for (const service of SERVICES) note(service, await probe(bed, `deploy/${service}`, service))
  const load = await loadParser(bed, `walls-${bed.mode}`, 20)
  for (const component of ['pump', 'function'] as const) {
    await until(
      `a ready ${component} of the parser`,
      60,
      async () => bed.pods.count('parser', component).ready > 0,
    )
    const [pod] = bed.pods.names('parser', component)
    note(`${component}-parser`, await probe(bed, `pod/${pod}`, component))
  }
  await untilDone(bed, load, 60)
  note('stranger', await probeAsStranger(bed))
  const edges = Object.values(found)
  const sum = (count: (edge: Walls[string]) => number) =>
    edges.reduce((total, edge) => total + count(edge), 0)
  const missing = sum(
    ({ open, wanted }) => wanted.filter((target) => !open.includes(target)).length,
  )
  const extra = sum(({ open, wanted }) => open.filter((target) => !wanted.includes(target)).length)
  report.add(bed.mode, {
    what: `network policies: ${edges.length * Object.keys(TARGETS).length} connections tried from ${edges.length} kinds of pods`,
    wanted: 'those of docs/network.md open, all others shut; a probe pod reaches nothing',
    found: `${sum(({ open }) => open.length)} open, ${missing} missing, ${extra} beyond; the probe pod reaches ${found['stranger']!.open.length}`,
  })
  return found
}

async function probe(bed: Bed, target: string, container: string): Promise<string[]> {
  return JSON.parse(
    await bed.kubectl('exec', target, '-c', container, '--', 'node', '-e', PROBE),
  ) as string[]
}

/** A pod of nobody's, in the product's own namespace. */
async function probeAsStranger(bed: Bed): Promise<string[]> {
  const image = await bed.kubectl(
    'get',
    'deploy',
    'query-api',
    '-o',
    'jsonpath={.spec.template.spec.containers[0].image}',
  )
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'stranger', labels: { app: 'stranger' } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'stranger',
          image,
          args: ['-e', 'setInterval(() => {}, 1000)'],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  }
  await kubectl(bed.place, ['apply', '-n', bed.namespace, '-f', '-'], JSON.stringify(pod))
  try {
    await bed.kubectl('wait', '--for=condition=Ready', 'pod/stranger', '--timeout=60s')
    return await probe(bed, 'pod/stranger', 'stranger')
  } finally {
    await bed.kubectl(
      'delete',
      'pod',
      'stranger',
      '--force',
      '--grace-period=0',
      '--ignore-not-found',
    )
  }
}
