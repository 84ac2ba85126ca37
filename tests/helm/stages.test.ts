/** One row of the table of operation makes a function, its pump and its scaler, and nothing else. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { stageNames, stages } from '#shared/pipeline.ts'
import { isKnativeService, podsOf, type PodTemplate } from './pods.ts'
import { chart, helm, noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

type Row = {
  lists: string[]
  inFlight: number
  timeoutSeconds: number
  pumps: number
  functions: number
}
type Values = { global: { imageTag: string; stages: Record<string, Row> } }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const values = parse(read('helm/values.yaml')) as Values
const rows = Object.entries(values.global.stages)
const version = (JSON.parse(read('package.json')) as { version: string }).version

test('the table of operation is the pipeline’s, in its order', () => {
  expect(rows.map(([stage, { lists, inFlight }]) => ({ stage, lists, inFlight }))).toEqual(
    stageNames.map((stage) => ({
      stage,
      lists: [...new Set(stages[stage].reads)],
      inFlight: stages[stage].inFlight,
    })),
  )
})

test('orders pass one pump and one function', () => {
  expect(values.global.stages['broker-adapter']).toMatchObject({
    inFlight: 1,
    pumps: 1,
    functions: 1,
  })
})

test('charts and images carry the product’s version', () => {
  const charts = ['helm', 'knative', 'keda'].map((name) => parse(read(`${name}/Chart.yaml`)))
  for (const found of charts) expect(found).toMatchObject({ version, appVersion: version })
  expect(charts[0]).toMatchObject({ dependencies: [{ version }, { version }] })
  expect(values.global.imageTag).toBe(version)
})

test('no template of a stage names one: they range over the table', () => {
  const named = ['knative', 'keda'].flatMap((name) =>
    readdirSync(join(ROOT, name, 'templates')).filter((file) => {
      const text = read(`${name}/templates/${file}`)
      // A Deployment has a field `strategy` of its own.
      return stageNames.some((stage) => new RegExp(`\\b${stage}\\b(?!: \\{ type)`).test(text))
    }),
  )
  expect(named).toEqual([])
})

describe.skipIf(noHelm)('what a row makes (needs the helm that npm brings on Linux)', () => {
  let objects: KubernetesObject[]
  let pods: PodTemplate[]
  const named = (found: readonly KubernetesObject[], kind: string, group: string) =>
    found
      .filter((object) => object.kind === kind && object.apiVersion.startsWith(group))
      .map(({ metadata }) => metadata.name)
  const podOf = (owner: string) => pods.find((pod) => pod.owner === owner)!
  const variable = (owner: string, name: string) =>
    podOf(owner).spec.containers[0]!.env?.find((entry) => entry.name === name)?.value

  beforeAll(async () => {
    objects = await render({ set: REQUIRED })
    pods = podsOf(objects)
  })

  test('one function, one pump and one scaler for each stage', () => {
    const pumps = stageNames.map((stage) => `pump-${stage}`).toSorted()
    const deployments = named(objects, 'Deployment', 'apps/').filter((name) =>
      name.startsWith('pump-'),
    )
    expect(named(objects, 'Service', 'serving.knative.dev/').toSorted()).toEqual(
      stageNames.toSorted(),
    )
    expect(deployments.toSorted()).toEqual(pumps)
    expect(named(objects, 'ScaledObject', 'keda.sh/').toSorted()).toEqual(pumps)
  })

  test('a row more makes them once more', async () => {
    const row = 'global.stages.dreamer'
    const more = await render({
      set: {
        ...REQUIRED,
        [`${row}.lists`]: '{dreams,visions}',
        [`${row}.inFlight`]: '3',
        [`${row}.autoscaler`]: '',
        [`${row}.timeoutSeconds`]: '90',
        [`${row}.pumps`]: '2',
        [`${row}.functions`]: '5',
        [`${row}.secrets`]: '{core}',
        [`${row}.reaches`]: '{postgres}',
        [`${row}.resources.limits.memory`]: '64Mi',
      },
    })
    expect(named(more, 'Service', 'serving.knative.dev/')).toContain('dreamer')
    expect(named(more, 'Deployment', 'apps/')).toContain('pump-dreamer')
    expect(more.find(({ metadata }) => metadata.name === 'pump-dreamer')).toBeDefined()
    expect(
      more.find(
        ({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === 'pump-dreamer',
      )!.spec,
    ).toMatchObject({
      maxReplicaCount: 2,
      advanced: {
        scalingModifiers: {
          formula: 'paused > 0 ? inflight : pending_dreams + pending_visions + inflight',
          target: '3',
        },
      },
    })
  })

  test.each(rows)('%s: a cluster-local function, answered only at its end', (stage, row) => {
    const service = objects.find(
      (object) => isKnativeService(object) && object.metadata.name === stage,
    )!
    expect(service.metadata.labels).toMatchObject({
      'networking.knative.dev/visibility': 'cluster-local',
    })
    expect(service.metadata.annotations).toMatchObject({
      'serving.knative.dev/rollout-duration': '0s',
    })
    expect(service.spec).toMatchObject({ traffic: [{ latestRevision: true, percent: 100 }] })
    const { spec } = podOf(`Service/${stage}`)
    expect(spec).toMatchObject({
      serviceAccountName: 'stonks-functions',
      timeoutSeconds: row.timeoutSeconds,
      responseStartTimeoutSeconds: row.timeoutSeconds,
    })
    expect(spec.containers).toMatchObject([
      {
        image: `stonks-oracle/functions:${version}`,
        args: [`${stage}.mjs`],
        ports: [{ containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
        livenessProbe: { httpGet: { path: '/health', port: 8080 } },
      },
    ])
  })

  test.each(rows)('%s: a pump whose replicas are KEDA’s', (stage, row) => {
    const name = `pump-${stage}`
    const deployment = objects.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === name,
    )!
    expect(deployment.spec).not.toHaveProperty('replicas')
    const { spec } = podOf(`Deployment/${name}`)
    expect(spec.containers).toMatchObject([
      { image: `stonks-oracle/services:${version}`, args: ['pump.mjs'] },
    ])
    expect(variable(`Deployment/${name}`, 'PUMP_STAGES')).toBe(stage)
    expect(deployment.spec).toMatchObject(row.pumps === 1 ? { strategy: { type: 'Recreate' } } : {})
  })

  test.each(rows)('%s: each outlasts what it waits for', (stage, { timeoutSeconds }) => {
    const pump = `Deployment/pump-${stage}`
    const answer = Number(variable(pump, 'ANSWER_SECONDS'))
    const grace = Number(variable(pump, 'GRACE_SECONDS'))
    expect(answer).toBeGreaterThan(timeoutSeconds)
    expect(grace).toBeGreaterThanOrEqual(answer)
    expect(podOf(pump).spec.terminationGracePeriodSeconds).toBeGreaterThan(grace)
    // Knative waits 30 s before SIGTERM and kills at timeoutSeconds.
    const own = Number(variable(`Service/${stage}`, 'GRACE_SECONDS'))
    expect(own).toBeGreaterThanOrEqual(10)
    expect(30 + own).toBeLessThanOrEqual(timeoutSeconds)
  })

  test('no account of the chart may ask the API server', () => {
    const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount')
    expect(accounts.map(({ metadata }) => metadata.name).toSorted()).toEqual(
      ['analytics', 'dashboard', 'functions', 'pumps', 'services'].map((who) => `stonks-${who}`),
    )
    for (const account of accounts)
      expect(account).toMatchObject({ automountServiceAccountToken: false })
  })
})

describe.skipIf(noHelm)('helm lint (needs the helm that npm brings on Linux)', () => {
  test('finds no fault in the umbrella', async () => {
    const set = Object.entries(REQUIRED).flatMap(([key, value]) => ['--set', `${key}=${value}`])
    expect(await helm('lint', await chart(), '--strict', ...set)).toContain('0 chart(s) failed')
  })

  test.each(['knative', 'keda'])('finds no fault in %s, alone and with values', async (name) => {
    expect(await helm('lint', join(ROOT, name), '--strict')).toContain('0 chart(s) failed')
    const umbrella = await chart()
    const folder = mkdtempSync(join(tmpdir(), 'stonks-lint-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    cpSync(join(ROOT, name), folder, { recursive: true })
    // Template names are one space in the umbrella; alone, a subchart lacks them.
    cpSync(join(umbrella, 'templates/_helpers.tpl'), join(folder, 'templates/_helpers.tpl'))
    const values = join(umbrella, 'values.yaml')
    expect(await helm('lint', folder, '--strict', '--values', values)).toContain(
      '0 chart(s) failed',
    )
  })
})
