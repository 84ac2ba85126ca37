/**
 * A whole cluster as its API answers, from objects that a real one gave (recorded.json): stages are
 * one recorded stage under seven names.
 */

import objects from './recorded.json' with { type: 'json' }
import { stageNames } from '#shared/pipeline.ts'

export type Answers = Map<string, object>

export const NAMESPACE = 'stonks-oracle'
const CORE = `/api/v1/namespaces/${NAMESPACE}`
const within = (group: string, kind: string) => `/apis/${group}/namespaces/${NAMESPACE}/${kind}`
const SETTING = '/api/v1/namespaces/knative-serving/configmaps'

export const paths = {
  version: '/version',
  serving: '/apis/apps/v1/namespaces/knative-serving/deployments',
  keda: '/apis/apps/v1/deployments',
  servingApi: '/apis/serving.knative.dev/v1',
  kedaApi: '/apis/keda.sh/v1alpha1',
  metricsApi: '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io',
  gc: `${SETTING}/config-gc`,
  defaults: `${SETTING}/config-defaults`,
  network: `${SETTING}/config-network`,
  registries: `${SETTING}/config-deployment`,
  namespace: CORE,
  configMap: `${CORE}/configmaps/stonks-config`,
  core: `${CORE}/secrets/stonks-core-secrets`,
  functions: within('serving.knative.dev/v1', 'services'),
  revisions: within('serving.knative.dev/v1', 'revisions'),
  deployments: within('apps/v1', 'deployments'),
  scalers: within('keda.sh/v1alpha1', 'scaledobjects'),
  logins: within('keda.sh/v1alpha1', 'triggerauthentications'),
  autoscalers: within('autoscaling/v2', 'horizontalpodautoscalers'),
  policies: within('networking.k8s.io/v1', 'networkpolicies'),
  ingresses: within('networking.k8s.io/v1', 'ingresses'),
  services: `${CORE}/services`,
  pods: `${CORE}/pods`,
  events: `${CORE}/events`,
}

/** As the chart makes one: a host of its own, over TLS. */
export function ingressOf(name: string) {
  const host = `${name}.example.com`
  return {
    metadata: { name, annotations: {} as Record<string, string> },
    spec: {
      tls: [{ hosts: [host] }],
      rules: [{ host, http: { paths: [{ backend: { service: { name } } }] } }],
    },
  }
}

/** The recorded stage under another name. */
function asStage<T>(object: T, stage: string): T {
  return JSON.parse(JSON.stringify(object).replaceAll('parser', stage)) as T
}

const perStage = <T>(object: T): T[] => stageNames.map((stage) => asStage(object, stage))
const list = (items: object[]) => ({ items })
const named = (name: string) => ({ metadata: { name, namespace: 'knative-serving' } })

function deployment(from: typeof objects.controller, name: string, version: string) {
  const copy = structuredClone(from)
  copy.metadata.name = name
  copy.metadata.labels['app.kubernetes.io/version'] = version
  return copy
}

/** Upstream's versions, Knative's settings as recommended, and a release that rests at zero. */
export function wholeCluster(): Answers {
  const recorded = structuredClone(objects)
  const { service, operator } = recorded
  service.spec.template.metadata.annotations['autoscaling.knative.dev/class'] =
    'hpa.autoscaling.knative.dev'
  const serving = ['controller', 'autoscaler-keda', 'net-kourier-controller'].map((name) =>
    deployment(recorded.controller, name, '1.22.1'),
  )
  operator.metadata.labels['app.kubernetes.io/version'] = '2.20.2'
  const data = {
    gc: {
      'min-non-active-revisions': '0',
      'max-non-active-revisions': '0',
      'retain-since-create-time': 'disabled',
      'retain-since-last-active-time': 'disabled',
    },
    network: { 'ingress-class': 'kourier.ingress.networking.knative.dev' },
  }
  const keys = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY']
  const core = Object.fromEntries(keys.map((key) => [key, 'c2VjcmV0LXZhbHVl']))
  const deployments = [...perStage(recorded.function), ...perStage(recorded.pump)]
  const market = { MARKET_DATA_API_KEY: 'c2VjcmV0LXZhbHVl' }
  return new Map<string, object>([
    [paths.version, recorded.version],
    [paths.serving, list(serving)],
    [paths.keda, list([operator])],
    [paths.servingApi, recorded.servingApi],
    [paths.kedaApi, recorded.kedaApi],
    [paths.metricsApi, recorded.metricsApi],
    [paths.gc, { ...named('config-gc'), data: data.gc }],
    [paths.defaults, named('config-defaults')],
    [paths.network, { ...named('config-network'), data: data.network }],
    [paths.registries, named('config-deployment')],
    [
      paths.namespace,
      {
        metadata: {
          name: NAMESPACE,
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      },
    ],
    [paths.configMap, { ...named('stonks-config'), data: { LOG_LEVEL: 'info' } }],
    [paths.core, { data: core }],
    [`${CORE}/secrets/stonks-market-secrets`, { data: market }],
    [paths.functions, list(perStage(service))],
    [paths.revisions, list(perStage(recorded.revision))],
    [paths.deployments, list([...deployments, recorded.queryApi])],
    [paths.scalers, list(perStage(recorded.scaler))],
    [paths.logins, list([recorded.login])],
    [paths.autoscalers, list(perStage(recorded.autoscaler))],
    [paths.policies, list(recorded.policies)],
    [paths.ingresses, list([ingressOf('dashboard')])],
    [paths.services, list([{ metadata: { name: 'dashboard' }, spec: { type: 'ClusterIP' } }])],
    [paths.pods, list([recorded.pod])],
    [paths.events, list(recorded.events)],
  ])
}

/** The answer of a path with each of its items changed as `change` says. */
export function changeItems(answers: Answers, path: string, change: (item: Shape) => void): void {
  const copy = structuredClone(answers.get(path)) as { items: Shape[] }
  for (const item of copy.items) change(item)
  answers.set(path, copy)
}

/** As much of a recorded object as tests change. */
export type Shape = {
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> }
  spec: {
    replicas?: number
    scaleTargetRef?: { name: string }
    template: {
      metadata: { annotations: Record<string, string> }
      spec: { timeoutSeconds?: number; containers: { image: string; name: string }[] }
    }
  }
  status: {
    readyReplicas?: number
    lastActiveTime?: string
    lastScaleTime?: string
    conditions: { type: string; status: string; reason?: string; message?: string }[]
    containerStatuses: { state: object }[]
  }
}
