/** All that `doctor --cluster` looks at, read at once. */

import type { Cluster, ClusterReading } from './client.ts'
import { readAs, readList, valueOr } from './client.ts'
import type { PipelineWords } from './counts.ts'
import { Entrance, Ingress } from './entrances.ts'
import * as k from './objects.ts'

export const SETTINGS = [
  'config-gc',
  'config-defaults',
  'config-network',
  'config-deployment',
] as const
type Setting = (typeof SETTINGS)[number]

export type KeyNeeded = { secret: string; key: string }

export type Survey = {
  namespace: string
  version: ClusterReading<string>
  /** Deployments in knative-serving. */
  serving: ClusterReading<k.Deployment[]>
  /** Deployments of KEDA, wherever it was installed. */
  keda: ClusterReading<k.Deployment[]>
  /** Names of the resources that Knative's and KEDA's CRDs define. */
  servingApi: ClusterReading<string[]>
  kedaApi: ClusterReading<string[]>
  metricsApi: ClusterReading<k.ApiService>
  settings: Record<Setting, ClusterReading<Record<string, string>>>
  /** Labels of the namespace. */
  home: ClusterReading<Record<string, string>>
  configMap: ClusterReading<string[]>
  /** What stonks-config says: settings, never a secret. */
  config: Record<string, string>
  ingresses: ClusterReading<Ingress[]>
  services: ClusterReading<Entrance[]>
  functions: ClusterReading<k.KnativeService[]>
  /** Names of revisions, old ones too. */
  revisions: ClusterReading<string[]>
  deployments: ClusterReading<k.Deployment[]>
  scalers: ClusterReading<k.ScaledObject[]>
  pods: ClusterReading<k.Pod[]>
  policies: ClusterReading<k.NetworkPolicy[]>
  keysNeeded: KeyNeeded[]
  /** Keys that each Secret holds. */
  secrets: Record<string, ClusterReading<string[]>>
  pipeline: ClusterReading<PipelineWords>
}

/**
 * @param readPipeline what the release's own API says of the servers it stands on
 * @throws Unreachable when the cluster does not answer.
 */
export async function readSurvey(
  cluster: Cluster,
  readPipeline: () => Promise<ClusterReading<PipelineWords>>,
): Promise<Survey> {
  const version = await readAs(cluster, '/version', k.ServerVersion)
  const [platform, release] = await Promise.all([readPlatform(cluster), readRelease(cluster)])
  const { logins, ...objects } = release
  const keysNeeded = neededKeys(
    valueOr(objects.deployments, []),
    valueOr(objects.functions, []),
    valueOr(logins, []),
  )
  return {
    namespace: cluster.namespace,
    version: mapReading(version, ({ gitVersion }) => gitVersion),
    ...platform,
    ...objects,
    keysNeeded,
    secrets: await readSecrets(cluster, keysNeeded),
    pipeline: await readPipeline(),
  }
}

async function readPlatform(cluster: Cluster) {
  const [serving, keda, servingApi, kedaApi, metricsApi, settings] = await Promise.all([
    readList(cluster, '/apis/apps/v1/namespaces/knative-serving/deployments', k.Deployment),
    readList(
      cluster,
      '/apis/apps/v1/deployments?labelSelector=app.kubernetes.io/part-of=keda-operator',
      k.Deployment,
    ),
    readAs(cluster, '/apis/serving.knative.dev/v1', k.ApiResources),
    readAs(cluster, '/apis/keda.sh/v1alpha1', k.ApiResources),
    readAs(
      cluster,
      '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io',
      k.ApiService,
    ),
    Promise.all(SETTINGS.map((name) => readSetting(cluster, name))),
  ])
  const named = Object.fromEntries(SETTINGS.map((name, i) => [name, settings[i]!])) as Record<
    Setting,
    ClusterReading<Record<string, string>>
  >
  return { serving, keda, servingApi, kedaApi, metricsApi, settings: named }
}

async function readSetting(
  cluster: Cluster,
  name: Setting,
): Promise<ClusterReading<Record<string, string>>> {
  const path = `/api/v1/namespaces/knative-serving/configmaps/${name}`
  return mapReading(await readAs(cluster, path, k.ConfigMap), ({ data }) => data)
}

async function readRelease(cluster: Cluster) {
  const home = `/api/v1/namespaces/${cluster.namespace}`
  const within = (group: string) => `/apis/${group}/namespaces/${cluster.namespace}`
  const [ingresses, services] = await Promise.all([
    readList(cluster, `${within('networking.k8s.io/v1')}/ingresses`, Ingress),
    readList(cluster, `${home}/services`, Entrance),
  ])
  const [labels, configMap, functions, revisions, deployments, scalers, logins, pods, policies] =
    await Promise.all([
      readAs(cluster, home, k.Namespace),
      readAs(cluster, `${home}/configmaps/stonks-config`, k.ConfigMap),
      readList(cluster, `${within('serving.knative.dev/v1')}/services`, k.KnativeService),
      readList(cluster, `${within('serving.knative.dev/v1')}/revisions`, k.Revision),
      readList(cluster, `${within('apps/v1')}/deployments`, k.Deployment),
      readList(cluster, `${within('keda.sh/v1alpha1')}/scaledobjects`, k.ScaledObject),
      readList(
        cluster,
        `${within('keda.sh/v1alpha1')}/triggerauthentications`,
        k.TriggerAuthentication,
      ),
      readList(cluster, `${home}/pods`, k.Pod),
      readList(cluster, `${within('networking.k8s.io/v1')}/networkpolicies`, k.NetworkPolicy),
    ])
  return {
    home: mapReading(labels, ({ metadata }) => metadata.labels),
    configMap: mapReading(configMap, ({ data }) => Object.keys(data)),
    config: configMap.ok ? configMap.value.data : {},
    ingresses,
    services,
    functions,
    revisions: mapReading(revisions, (all) => all.map(({ metadata }) => metadata.name)),
    deployments,
    scalers,
    logins,
    pods,
    policies,
  }
}

/** Every key of a Secret that a pod or KEDA cannot do without, once. */
function neededKeys(
  deployments: readonly k.Deployment[],
  functions: readonly k.KnativeService[],
  logins: readonly k.TriggerAuthentication[],
): KeyNeeded[] {
  const specs = [...deployments, ...functions].map(({ spec }) => spec.template.spec)
  const asked = specs
    .flatMap(({ containers, initContainers }) => [...containers, ...initContainers])
    .flatMap(({ env }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []))
  const all = [...asked, ...logins.flatMap(({ spec }) => spec.secretTargetRef)]
    .filter(({ optional }) => optional !== true)
    .map(({ name, key }): KeyNeeded => ({ secret: name, key }))
  return [...new Map(all.map((one) => [`${one.secret} ${one.key}`, one])).values()]
}

async function readSecrets(
  cluster: Cluster,
  needed: readonly KeyNeeded[],
): Promise<Survey['secrets']> {
  const names = [...new Set(needed.map(({ secret }) => secret))].sort()
  const read = await Promise.all(
    names.map((name) =>
      readAs(cluster, `/api/v1/namespaces/${cluster.namespace}/secrets/${name}`, k.SecretKeys),
    ),
  )
  return Object.fromEntries(names.map((name, i) => [name, read[i]!]))
}

function mapReading<T, U>(reading: ClusterReading<T>, change: (value: T) => U): ClusterReading<U> {
  return reading.ok ? { ok: true, value: change(reading.value) } : reading
}
