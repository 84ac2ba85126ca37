import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { strictSchema, type CustomResourceDefinition } from './crd-schema.ts'
import { misnamedIn } from './names.ts'
import { isKnativeService } from './pods.ts'
import { danglingIn } from './references.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'
import { sources } from './schemas/sources.ts'
import { faultsOf, schemaOf } from './validate.ts'
import { beside } from '../helpers/beside.ts'

const EVERYTHING = {
  'monitoring.enabled': 'true',
  'seed.universe': 'ticker',
  'seed.backfillDays': '30',
  'networkPolicy.extraEgress[0].from': '{parser}',
  'networkPolicy.extraEgress[0].to.ipBlock.cidr': '10.0.0.1/32',
  'networkPolicy.extraEgress[0].ports': '{80}',
  'networkPolicy.servers.postgres.cidr': '192.0.2.1/32',
  'global.imagePullSecrets': '{registry}',
}
const faultsIn = async (objects: readonly KubernetesObject[]) =>
  (
    await Promise.all(
      objects.map(async (object) =>
        (await faultsOf(object)).map((fault) => `${object.kind}/${object.metadata.name}${fault}`),
      ),
    )
  ).flat()

/** The ScaledObjects that autoscaler-keda makes of the functions' annotations, one a revision. */
function overridesIn(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.filter(isKnativeService).flatMap(({ metadata, spec }) => {
    const { annotations } = (spec as { template: KubernetesObject }).template.metadata
    const text = annotations?.['autoscaling.knative.dev/scaled-object-override']
    if (text === undefined) return []
    const { spec: said } = JSON.parse(text) as { spec: object }
    const name = `${metadata.name}-00001`
    return {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name },
      spec: { ...said, scaleTargetRef: { name: `${name}-deployment` } },
    }
  })
}

/** The Secrets that values-live.yaml asks an admin for: its names, with the keys of the chart's. */
async function secretsBeside(file: string): Promise<KubernetesObject[]> {
  if (file !== 'values-live.yaml') return []
  const secrets = (await render({ set: REQUIRED })).filter(({ kind }) => kind === 'Secret')
  return secrets.map((secret) => {
    const name = secret.metadata.name.replace(/^stonks-(.+)-secrets$/, 'stonks-live-$1')
    return { ...secret, metadata: { name } }
  })
}

describe.skipIf(noHelm)('every object of the chart (needs helm from npm)', () => {
  const files = ['values.yaml', 'values-beta.yaml', 'values-paper.yaml', 'values-live.yaml']
  const modes = ['keda', 'kpa']
  test.each([
    ...files.flatMap((file) => modes.map((mode) => ({ file, set: { 'global.autoscaler': mode } }))),
    { file: 'values.yaml', set: { 'global.pipelineEnabled': 'false' } },
    { file: 'values.yaml', set: EVERYTHING },
    { file: 'values.yaml', set: { 'global.stages.parser.autoscaler': 'kpa' } },
  ])('is one that a cluster takes: $file $set', async ({ file, set }) => {
    const objects = await render({ values: [file], set: { ...REQUIRED, ...set } })
    expect(objects.length).toBeGreaterThan(60)
    const overrides = overridesIn(objects)
    expect(overrides.length).toBe(
      'global.autoscaler' in set && set['global.autoscaler'] === 'kpa'
        ? 0
        : objects.filter(isKnativeService).length -
            ('global.stages.parser.autoscaler' in set ? 1 : 0),
    )
    expect(await faultsIn([...objects, ...overrides])).toEqual([])
    expect(danglingIn([...objects, ...(await secretsBeside(file))])).toEqual([])
    expect(misnamedIn(objects)).toEqual([])
  })
})

/** The object with one place of it changed; `undefined` takes it away. */
function changed(object: KubernetesObject, path: string, value: unknown): KubernetesObject {
  const copy = structuredClone(object)
  const keys = path.split('/')
  const last = keys.pop() ?? ''
  let place = copy as Record<string, unknown>
  for (const key of keys) place = place[key] as Record<string, unknown>
  if (value === undefined) Reflect.deleteProperty(place, last)
  else place[last] = value
  return copy
}

describe.skipIf(noHelm)('what is wrong (needs helm from npm)', () => {
  let objects: KubernetesObject[]
  beforeAll(async () => {
    objects = await render({ set: REQUIRED })
  })
  const find = (kind: string, name: string): KubernetesObject => {
    const found = objects.find(
      (object) =>
        (isKnativeService(object) ? 'Knative' : '') + object.kind === kind &&
        object.metadata.name === name,
    )
    if (!found) throw new Error(`${kind}/${name} is not rendered`)
    return found
  }
  const container = 'spec/template/spec/containers/0'

  test.each<[kind: string, name: string, path: string, value: unknown]>([
    ['Deployment', 'query-api', 'spec/replica', 1],
    ['Deployment', 'query-api', 'spec/replicas', '1'],
    ['Deployment', 'query-api', 'spec/selector', undefined],
    ['Deployment', 'query-api', `${container}/Image`, 'x'],
    ['Deployment', 'query-api', `${container}/name`, undefined],
    ['Deployment', 'query-api', `${container}/ports/0/containerPort`, 'http'],
    ['Deployment', 'query-api', `${container}/readinessProbe/httpGet/url`, '/'],
    ['Deployment', 'query-api', 'metadata/label', {}],
    ['Deployment', 'query-api', 'spec/template/metadata/annotations/x', 1],
    ['Service', 'query-api', 'spec/port', 80],
    ['Service', 'query-api', 'spec/ports/0/port', undefined],
    ['ConfigMap', 'stonks-config', 'data/LOG_LEVEL', true],
    ['Secret', 'stonks-core-secrets', 'datas', {}],
    ['ServiceAccount', 'stonks-pumps', 'automountServiceAccountToken', 'false'],
    ['Job', 'stonks-pipeline', 'spec/backOffLimit', 1],
    ['Job', 'stonks-pipeline', 'spec/template', undefined],
    ['PodDisruptionBudget', 'query-api', 'spec/maxUnavailable', [1]],
    ['Ingress', 'dashboard', 'spec/rules/0/http/paths/0/pathType', undefined],
    ['Ingress', 'dashboard', 'spec/ingressClass', 'traefik'],
    ['NetworkPolicy', 'allow-dns-egress', 'spec/egress/0/from', []],
    ['NetworkPolicy', 'allow-dns-egress', 'spec/policyTypes', ['Both']],
    ['KnativeService', 'parser', 'spec/template/spec/replicas', 1],
    ['KnativeService', 'parser', 'spec/template/spec/timeoutSeconds', '60'],
    ['KnativeService', 'parser', 'spec/template/spec/containers', undefined],
    ['KnativeService', 'parser', 'spec/template/spec/initContainers', []],
    ['KnativeService', 'parser', 'spec/template/spec/securityContext', {}],
    ['KnativeService', 'parser', `${container}/lifecycle`, {}],
    ['ScaledObject', 'pump-parser', 'spec/minReplicas', 0],
    ['ScaledObject', 'pump-parser', 'spec/pollingInterval', '5'],
    ['ScaledObject', 'pump-parser', 'spec/triggers/0/metadata/listLength', 5],
    ['ScaledObject', 'pump-parser', 'spec/triggers', undefined],
    ['TriggerAuthentication', 'stonks-redis', 'spec/secretTargetRef/0/key', undefined],
    ['TriggerAuthentication', 'stonks-redis', 'spec/secretRef', []],
  ])('is refused: %s/%s %s = %j', async (kind, name, path, value) => {
    const object = find(kind, name)
    expect(await faultsOf(object)).toEqual([])
    expect(await faultsOf(changed(object, path, value))).not.toEqual([])
  })

  const monitor: KubernetesObject = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'query-api' },
    spec: { selector: { matchLabels: { a: 'b' } }, endpoints: [{ port: 'http', interval: '15s' }] },
  }
  const rule: KubernetesObject = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'stonks' },
    spec: { groups: [{ name: 'g', rules: [{ alert: 'Down', expr: 'up == 0', for: '1m' }] }] },
  }
  test.each<[object: KubernetesObject, path: string, value: unknown]>([
    [monitor, 'spec/endpoints/0/port', 8000],
    [monitor, 'spec/endpoints/0/interval', '15 seconds'],
    [monitor, 'spec/endpoint', []],
    [monitor, 'spec/selector', undefined],
    [rule, 'spec/groups/0/rules/0/expr', undefined],
    [rule, 'spec/groups/0/rules/0/alertname', 'Down'],
    [rule, 'spec/groups/0/rules/0/for', 60],
    [rule, 'spec/groups/0/name', undefined],
  ])('is refused: $kind %s', async (object, path, value) => {
    expect(await faultsOf(object)).toEqual([])
    expect(await faultsOf(changed(object, path, value))).not.toEqual([])
  })

  test('leads nowhere: a ServiceMonitor that selects no Service', () => {
    expect(danglingIn([...objects, monitor]).join()).toContain('port http')
  })

  test('is refused: a kind, and a version, that no cluster knows', async () => {
    const deployment = find('Deployment', 'query-api')
    expect(await faultsOf({ ...deployment, kind: 'Deploy' })).not.toEqual([])
    expect(await faultsOf({ ...deployment, apiVersion: 'extensions/v1' })).not.toEqual([])
    const scaled = find('ScaledObject', 'pump-parser')
    expect(await faultsOf({ ...scaled, apiVersion: 'keda.sh/v1' })).not.toEqual([])
  })

  test.each<[kind: string, name: string, path: string, value: unknown, says: string]>([
    ['Deployment', 'query-api', 'spec/template/metadata/labels', {}, 'selects the pods of nobody'],
    ['Service', 'query-api', 'spec/selector', { x: 'y' }, 'selects 0'],
    ['Service', 'query-api', 'spec/selector', {}, 'selects'],
    ['Service', 'query-api', 'spec/ports/0/targetPort', 'web', 'port web'],
    ['Deployment', 'query-api', `${container}/ports/0/name`, 'web', 'a probe asks port http'],
    [
      'Deployment',
      'query-api',
      'spec/template/spec/serviceAccountName',
      'x',
      'no ServiceAccount x',
    ],
    ['Deployment', 'query-api', `${container}/envFrom/0/configMapRef/name`, 'x', 'no ConfigMap x'],
    [
      'Deployment',
      'query-api',
      `${container}/env/0/valueFrom`,
      { secretKeyRef: { name: 'stonks-core-secrets', key: 'X' } },
      'with X',
    ],
    ['Deployment', 'query-api', `${container}/volumeMounts/0/name`, 'x', 'no volume x'],
    ['Deployment', 'trino', 'spec/template/spec/volumes/0/configMap/name', 'x', 'no ConfigMap x'],
    [
      'KnativeService',
      'parser',
      'spec/template/spec/serviceAccountName',
      'x',
      'no ServiceAccount x',
    ],
    ['PersistentVolumeClaim', 'superset-data', 'metadata/name', 'x', 'no PersistentVolumeClaim'],
    ['PodDisruptionBudget', 'query-api', 'spec/selector/matchLabels', { x: 'y' }, 'selects 0'],
    ['Ingress', 'dashboard', 'spec/rules/0/http/paths/0/backend/service/name', 'x', 'no Service x'],
    ['ScaledObject', 'pump-parser', 'spec/scaleTargetRef/name', 'parser', 'no Deployment parser'],
    [
      'ScaledObject',
      'pump-parser',
      'spec/triggers/0/authenticationRef/name',
      'x',
      'Authentication x',
    ],
    ['TriggerAuthentication', 'stonks-redis', 'spec/secretTargetRef/0/key', 'X', 'with X'],
  ])('leads nowhere: %s/%s %s = %j', (kind, name, path, value, says) => {
    const object = find(kind, name)
    const others = objects.filter((one) => one !== object)
    expect(danglingIn([...others, changed(object, path, value)]).join('\n')).toContain(says)
  })

  test.each<[kind: string, name: string, path: string, value: unknown, says: string]>([
    ['Deployment', 'query-api', 'metadata/name', 'Query_API', 'no DNS name'],
    ['Service', 'query-api', 'metadata/name', '1-api', 'no DNS name'],
    ['KnativeService', 'parser', 'metadata/name', 'a'.repeat(47), 'more than 46'],
    ['Deployment', 'query-api', 'metadata/labels/x', 'a b', 'may not be'],
    ['Deployment', 'query-api', 'metadata/labels/x', 'a'.repeat(64), 'may not be'],
    ['Deployment', 'query-api', 'spec/template/metadata/labels/-x', 'a', 'no qualified name'],
    [
      'Deployment',
      'query-api',
      'metadata/annotations',
      { x: 'a'.repeat(300_000) },
      'annotations of',
    ],
    ['ConfigMap', 'stonks-config', 'data/X', 'a'.repeat(1_100_000), 'data of'],
    ['Service', 'query-api', 'metadata/name', 'parser', 'parser is there twice'],
    ['Deployment', 'query-api', 'metadata/name', 'trino', 'trino is there twice'],
    ['Deployment', 'query-api', `${container}/env/0/name`, 'A-B', 'no variable'],
    ['Deployment', 'query-api', `${container}/env/0/name`, 'PORT', 'PORT is there twice'],
    ['KnativeService', 'parser', `${container}/env/0/name`, 'PORT', "is Knative's"],
    ['Deployment', 'query-api', `${container}/resources/requests/cpu`, '1 core', 'no quantity'],
    ['Deployment', 'query-api', `${container}/resources/requests/memory`, '4Gi', 'more memory'],
    ['Deployment', 'query-api', `${container}/resources/requests/cpu`, 2, 'more cpu'],
  ])('is badly written: %s/%s %s = %.20j', (kind, name, path, value, says) => {
    const object = find(kind, name)
    const others = objects.filter((one) => one !== object)
    expect(misnamedIn([...others, changed(object, path, value)]).join('\n')).toContain(says)
  })
})

const { path: CRDS, why: noCrds } = beside('crds')

describe.skipIf(noCrds)(`the schemas${noCrds}`, () => {
  test.each(sources.filter(({ definition }) => !definition.endsWith('.coreos.com')))(
    '$definition is made of its CRD',
    ({ definition, version }) => {
      const crd = readDefinitions().find(({ metadata }) => metadata?.name === definition)
      if (!crd) throw new Error(`${definition} is not among the CRDs`)
      expect(schemaOf(definition)).toEqual(strictSchema(crd, version))
    },
  )
})

function readDefinitions(): CustomResourceDefinition[] {
  return readdirSync(CRDS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => parse(readFileSync(join(CRDS, path), 'utf8')) as CustomResourceDefinition)
}
