import { expect, test } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { judgeCluster } from '../../../../services/cli/cluster/doctor.ts'
import type { Checked } from '../../../../services/cli/cluster/checks.ts'
import type { Cluster, ClusterReading } from '../../../../services/cli/cluster/client.ts'
import { countsOf, type PipelineWords } from '../../../../services/cli/cluster/counts.ts'
import { readSurvey } from '../../../../services/cli/cluster/survey.ts'
import {
  changeItems,
  NAMESPACE,
  paths,
  wholeCluster,
  type Answers,
  type Shape,
} from './recorded.ts'

const tools = { kubectl: 'kubectl', helm: 'helm upgrade stonks helm', namespace: NAMESPACE }
const counts = countsOf(
  { stages: [], redisAnswers: true, pausedStages: [] },
  { enabled: true, changedBy: 'ops' },
)
const answering: ClusterReading<PipelineWords> = { ok: true, value: { counts, redisAnswers: true } }

/** Judges a cluster that answers so; `refused` paths are forbidden. */
async function examine(
  answers: Answers,
  refused: readonly string[] = [],
  pipeline: ClusterReading<PipelineWords> = answering,
): Promise<Checked[]> {
  const cluster = {
    namespace: NAMESPACE,
    read: (asked: string): Promise<ClusterReading<unknown>> => {
      const path = asked.split('?')[0]!
      if (refused.includes(path))
        return Promise.resolve({ ok: false, why: 'forbidden', words: `${path} is forbidden` })
      const value = answers.get(path)
      return Promise.resolve(
        value ? { ok: true, value } : { ok: false, why: 'absent', words: 'not found' },
      )
    },
  } as Cluster
  return judgeCluster(await readSurvey(cluster, () => Promise.resolve(pipeline)), tools)
}

const rowOf = (checks: readonly Checked[], name: string) =>
  checks.find(({ check }) => check === name)

async function changed(change: (answers: Answers) => void, name: string) {
  const answers = wholeCluster()
  change(answers)
  return rowOf(await examine(answers), name)
}

const drop = (path: string, name: string) => (answers: Answers) => {
  const { items } = answers.get(path) as { items: Shape[] }
  answers.set(path, { items: items.filter(({ metadata }) => metadata.name !== name) })
}
const change = (path: string, name: string, edit: (item: Shape) => void) => (answers: Answers) =>
  changeItems(answers, path, (item) => {
    if (item.metadata.name === name) edit(item)
  })
const setting = (path: string, data: Record<string, string>) => (answers: Answers) =>
  void answers.set(path, { metadata: { name: 'x' }, data })
const labelled =
  (version: string) =>
  ({ metadata }: Shape) => {
    metadata.labels['app.kubernetes.io/version'] = version
  }
const asKpa = (answers: Answers) =>
  changeItems(answers, paths.functions, ({ spec }) => {
    spec.template.metadata.annotations['autoscaling.knative.dev/class'] =
      'kpa.autoscaling.knative.dev'
  })

test('a whole cluster is well in every row, and nothing is to be mended', async () => {
  const checks = await examine(wholeCluster())
  expect(checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([])
  expect(checks.filter(({ mend }) => mend.length > 0)).toEqual([])
  expect(checks.map(({ check }) => check)).toEqual([
    'Kubernetes',
    'Knative Serving',
    'KEDA',
    'autoscaler-keda',
    "Knative's CRDs",
    "KEDA's CRDs",
    'metrics API',
    'config-gc',
    'config-defaults',
    'config-network',
    'registries',
    'namespace',
    'release',
    'Secrets',
    'functions',
    'pumps',
    'ScaledObjects',
    'services',
    'pods',
    'NetworkPolicies',
    'doors',
    'wires',
    'PostgreSQL, Redis',
  ])
})

test.each<[string, (answers: Answers) => void, string, string, string, string]>([
  [
    'an old Kubernetes',
    (a) => a.set(paths.version, { gitVersion: 'v1.33.6' }),
    'Kubernetes',
    'warn',
    '1.33.6',
    '1.34',
  ],
  [
    'a new Kubernetes',
    (a) => a.set(paths.version, { gitVersion: 'v1.36.0+k3s1' }),
    'Kubernetes',
    'warn',
    'newer than was tried',
    'KEDA',
  ],
  [
    'an old Knative',
    change(paths.serving, 'controller', labelled('1.21.4')),
    'Knative Serving',
    'bad',
    '1.21.4',
    'serving-core.yaml',
  ],
  [
    'a Knative built by hand',
    change(paths.serving, 'controller', labelled('devel')),
    'Knative Serving',
    'warn',
    '"devel"',
    'get deployment controller',
  ],
  [
    'no Knative',
    (a) => a.delete(paths.serving),
    'Knative Serving',
    'bad',
    'not installed',
    'serving-crds.yaml',
  ],
  [
    'a controller that is down',
    change(paths.serving, 'controller', (c) => delete c.status.readyReplicas),
    'Knative Serving',
    'bad',
    'controller has 0 of 1',
    'get pods',
  ],
  [
    'an old KEDA',
    change(paths.keda, 'keda-operator', labelled('2.20.1')),
    'KEDA',
    'bad',
    '2.20.1',
    'keda-2.20.2.yaml',
  ],
  [
    'no KEDA',
    (a) => a.set(paths.keda, { items: [] }),
    'KEDA',
    'bad',
    'not installed',
    '--server-side',
  ],
  [
    'no autoscaler-keda',
    drop(paths.serving, 'autoscaler-keda'),
    'autoscaler-keda',
    'bad',
    'not installed',
    'global.autoscaler=kpa',
  ],
  [
    'its rival beside it',
    change(paths.serving, 'net-kourier-controller', (c) => {
      c.metadata.name = 'autoscaler-hpa'
    }),
    'autoscaler-keda',
    'bad',
    'beside autoscaler-hpa',
    'delete deployment autoscaler-hpa',
  ],
  [
    'no CRDs of KEDA',
    (a) => a.delete(paths.kedaApi),
    "KEDA's CRDs",
    'bad',
    'no keda.sh',
    'keda-2.20.2.yaml',
  ],
  [
    'half of the CRDs',
    (a) => a.set(paths.servingApi, { resources: [{ name: 'services' }] }),
    "Knative's CRDs",
    'bad',
    'missing: revisions',
    'serving-crds.yaml',
  ],
  [
    'no metrics API',
    (a) => a.delete(paths.metricsApi),
    'metrics API',
    'bad',
    'not registered',
    'keda-2.20.2.yaml',
  ],
  [
    'another metrics adapter',
    (a) =>
      a.set(paths.metricsApi, {
        spec: { service: { namespace: 'dd', name: 'datadog' } },
        status: { conditions: [{ type: 'Available', status: 'True' }] },
      }),
    'metrics API',
    'bad',
    'dd/datadog',
    'Remove',
  ],
  [
    'a metrics API that is down',
    (a) =>
      a.set(paths.metricsApi, {
        spec: { service: { namespace: 'keda', name: 'keda-metrics-apiserver' } },
        status: {
          conditions: [
            {
              type: 'Available',
              status: 'False',
              reason: 'MissingEndpoints',
              message: 'no endpoints',
            },
          ],
        },
      }),
    'metrics API',
    'bad',
    'MissingEndpoints: no endpoints',
    'get apiservice',
  ],
  [
    'old revisions kept',
    setting(paths.gc, {}),
    'config-gc',
    'warn',
    "Knative's default",
    '"retain-since-create-time":"disabled"',
  ],
  [
    'some kept',
    setting(paths.gc, { 'min-non-active-revisions': '3' }),
    'config-gc',
    'warn',
    'min-non-active-revisions 3',
    'patch configmap config-gc',
  ],
  [
    'a limit under a stage’s time',
    setting(paths.defaults, { 'max-revision-timeout-seconds': '60' }),
    'config-defaults',
    'bad',
    '60',
    '{"max-revision-timeout-seconds":"120"}',
  ],
  [
    'the ingress nobody chose',
    setting(paths.network, {}),
    'config-network',
    'bad',
    'istio',
    'kourier.yaml',
  ],
  [
    'images of no registry',
    (a) =>
      changeItems(a, paths.functions, ({ spec }) => {
        spec.template.spec.containers[0]!.image = 'stonks-oracle/functions:0.1.0'
      }),
    'registries',
    'warn',
    'index.docker.io',
    'global.imageRegistry',
  ],
  [
    'no namespace',
    (a) => a.delete(paths.namespace),
    'namespace',
    'warn',
    'is not there',
    'create namespace',
  ],
  [
    'a namespace that enforces nothing',
    (a) => a.set(paths.namespace, { metadata: { name: NAMESPACE } }),
    'namespace',
    'warn',
    'no level',
    'enforce=restricted',
  ],
  [
    'no release',
    (a) => a.delete(paths.configMap),
    'release',
    'warn',
    'not installed',
    'helm upgrade',
  ],
  [
    'no Secret',
    (a) => a.delete(paths.core),
    'Secrets',
    'bad',
    'stonks-core-secrets/POSTGRES_PASSWORD',
    'create secret generic stonks-core-secrets --from-literal=POSTGRES_PASSWORD',
  ],
  [
    'a Secret without a key',
    (a) =>
      a.set(paths.core, {
        data: { POSTGRES_PASSWORD: 'eA==', MINIO_ACCESS_KEY: 'eA==', MINIO_SECRET_KEY: 'eA==' },
      }),
    'Secrets',
    'bad',
    'stonks-core-secrets/REDIS_PASSWORD',
    'patch secret stonks-core-secrets',
  ],
  [
    'a function that fails',
    change(paths.functions, 'parser', ({ status }) => {
      status.conditions = [
        { type: 'Ready', status: 'False', reason: 'RevisionFailed', message: 'exit code 1' },
      ]
    }),
    'functions',
    'bad',
    `${stageNames.length - 1} of ${stageNames.length}; not parser`,
    '# parser: RevisionFailed: exit code 1\nkubectl -n stonks-oracle describe ksvc parser',
  ],
  [
    'a stage without a function',
    drop(paths.functions, 'extractor'),
    'functions',
    'bad',
    'not extractor',
    tools.helm,
  ],
  [
    'a stage without a pump',
    drop(paths.deployments, 'pump-parser'),
    'pumps',
    'bad',
    'not pump-parser',
    tools.helm,
  ],
  [
    'a scaler that cannot reach Redis',
    change(paths.scalers, 'pump-parser', ({ status }) => {
      status.conditions = [
        { type: 'Ready', status: 'False', reason: 'TriggerError', message: 'i/o timeout' },
      ]
    }),
    'ScaledObjects',
    'bad',
    'not pump-parser',
    '# pump-parser: TriggerError: i/o timeout\nkubectl -n stonks-oracle describe scaledobject pump-parser',
  ],
  [
    'a pump without pods, by a quota',
    change(paths.deployments, 'pump-parser', ({ status }) => {
      status.conditions = [
        { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'over quota' },
      ]
    }),
    'pumps',
    'bad',
    'not pump-parser',
    '# pump-parser: FailedCreate: over quota\nkubectl -n stonks-oracle describe deployment pump-parser',
  ],
  [
    'a pump without a scaler',
    drop(paths.scalers, 'pump-parser'),
    'ScaledObjects',
    'bad',
    `${stageNames.length - 1} of ${stageNames.length}; not pump-parser`,
    tools.helm,
  ],
  [
    'a pause by annotation',
    change(paths.scalers, 'pump-parser', ({ metadata }) => {
      metadata.annotations = { 'autoscaling.keda.sh/paused-replicas': '0' }
    }),
    'ScaledObjects',
    'bad',
    'paused by annotation: pump-parser',
    'autoscaling.keda.sh/paused-replicas-',
  ],
  [
    'a service that is down',
    change(paths.deployments, 'query-api', ({ status }) => {
      status.readyReplicas = 0
    }),
    'services',
    'bad',
    '0 of 1; not query-api',
    '# query-api: 0 of 1 ready\nkubectl -n stonks-oracle describe deployment query-api',
  ],
  [
    'an image that is not there',
    (a) =>
      changeItems(a, paths.pods, ({ status }) => {
        status.containerStatuses = [
          { state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } },
        ]
      }),
    'pods',
    'bad',
    'not query-api-',
    ': ImagePullBackOff: not found\nkubectl -n stonks-oracle describe pod query-api-',
  ],
  [
    'a pod that crashes',
    (a) =>
      changeItems(a, paths.pods, ({ status }) => {
        const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting query-api' }
        status.containerStatuses = [{ state: { waiting } }]
      }),
    'pods',
    'bad',
    '0 of 1; not query-api-',
    '--all-containers --previous',
  ],
  [
    'a wall with one side',
    drop(paths.policies, 'default-deny-egress'),
    'NetworkPolicies',
    'warn',
    'Egress not denied',
    'networkPolicy.enabled=true',
  ],
])('%s', async (_, edit, name, verdict, found, mend) => {
  const row = await changed(edit, name)
  expect(row).toMatchObject({ verdict, found: expect.stringContaining(found) })
  expect(row!.mend.join('\n')).toContain(mend)
})

const firstThree = `${stageNames.slice(0, 3).join(', ')} and ${stageNames.length - 3} more`

test('objects that share a cause share a line and a command', async () => {
  const row = await changed(
    (answers) =>
      changeItems(answers, paths.functions, ({ metadata, status }) => {
        const message = `Revision "${metadata.name}-00003" failed`
        status.conditions = [{ type: 'Ready', status: 'False', reason: 'RevisionFailed', message }]
      }),
    'functions',
  )
  expect(row).toMatchObject({
    found: `0 of ${stageNames.length}; not ${firstThree}`,
    mend: [
      `# ${firstThree}: RevisionFailed: Revision "ingestion-00003" failed`,
      'kubectl -n stonks-oracle describe ksvc ingestion',
    ],
  })
})

test('a pump that grows at the moment is well', async () => {
  const growing = change(paths.deployments, 'pump-parser', ({ spec, status }) => {
    spec.replicas = 4
    status.readyReplicas = 2
  })
  expect(await changed(growing, 'pumps')).toMatchObject({ verdict: 'ok' })
})

test('kpa asks neither for autoscaler-keda nor for the removal of old revisions', async () => {
  const answers = wholeCluster()
  asKpa(answers)
  drop(paths.serving, 'autoscaler-keda')(answers)
  setting(paths.gc, {})(answers)
  expect((await examine(answers)).filter(({ verdict }) => verdict !== 'ok')).toEqual([])

  const fail = change(paths.deployments, 'parser-00001-deployment', ({ metadata, spec }) => {
    metadata.labels['serving.knative.dev/revision'] = 'parser-00000'
    spec.replicas = 1
  })
  fail(answers)
  expect(rowOf(await examine(answers), 'config-gc')).toMatchObject({
    verdict: 'warn',
    found: expect.stringContaining('1 of them failing on'),
  })
})

test('before the chart is installed, what it will need is only a warning', async () => {
  const answers = wholeCluster()
  for (const path of [paths.functions, paths.deployments, paths.scalers, paths.pods])
    answers.set(path, { items: [] })
  answers.delete(paths.configMap)
  drop(paths.serving, 'autoscaler-keda')(answers)
  const checks = await examine(answers)
  expect(rowOf(checks, 'autoscaler-keda')).toMatchObject({ verdict: 'warn' })
  expect(checks.at(-1)).toMatchObject({ check: 'release', verdict: 'warn' })
})

test('what may not be read is a warning that says so, and hides nothing else', async () => {
  const refused = Object.values(paths)
  const checks = await examine(wholeCluster(), refused)
  expect(checks).toHaveLength(23)
  const warned = checks.filter(({ verdict }) => verdict === 'warn')
  expect(warned).toHaveLength(22)
  for (const { found } of warned) expect(found).toContain('may not read it: /')
  const one = await examine(wholeCluster(), [paths.core])
  expect(one.filter(({ verdict }) => verdict !== 'ok').map(({ check }) => check)).toEqual([
    'Secrets',
  ])
})

test.each<[ClusterReading<PipelineWords>, string, string]>([
  [{ ok: true, value: { counts, redisAnswers: false } }, 'bad', 'Redis does not answer'],
  [
    { ok: false, why: 'failed', words: 'query-api answers 503: ECONNREFUSED' },
    'bad',
    'ECONNREFUSED',
  ],
  [{ ok: false, why: 'absent', words: 'query-api has no ready pod' }, 'warn', 'no ready pod'],
])('servers are seen through query-api: %j', async (pipeline, verdict, found) => {
  const row = rowOf(await examine(wholeCluster(), [], pipeline), 'PostgreSQL, Redis')
  expect(row).toMatchObject({ verdict, found: expect.stringContaining(found) })
  expect(row!.mend).toEqual([expect.stringContaining('logs deployment/query-api')])
})
