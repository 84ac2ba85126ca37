import { describe, expect, test } from 'vitest'
import { refusalOf, type ClusterParts } from './answering-cluster.ts'
import { noHelm, type KubernetesObject } from './render.ts'

const object = (
  [apiVersion, kind]: [string, string],
  metadata: KubernetesObject['metadata'],
  rest: object = {},
): KubernetesObject => ({ apiVersion, kind, metadata, ...rest })
const namespace = (name: string) => object(['v1', 'Namespace'], { name })
const deployment = (
  metadata: KubernetesObject['metadata'],
  { image = 'controller:1', replicas = 1 } = {},
) =>
  object(['apps/v1', 'Deployment'], metadata, {
    spec: { replicas, template: { spec: { containers: [{ name: 'c', image }] } } },
  })
const secret = (name: string, data: Record<string, string>) =>
  object(
    ['v1', 'Secret'],
    { name, namespace: 'stonks-oracle' },
    {
      data: Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
      ),
    },
  )

const serving = 'knative-serving'
const autoscalerKeda = deployment({ name: 'autoscaler-keda', namespace: serving })
const kinds = {
  'serving.knative.dev/v1': { Service: 'services' },
  'keda.sh/v1alpha1': { ScaledObject: 'scaledobjects' },
}
const keda = (version: string, image = 'ghcr.io/kedacore/keda:main') =>
  deployment(
    {
      name: 'keda-operator',
      namespace: 'keda',
      labels: version ? { 'app.kubernetes.io/version': version } : {},
    },
    { image },
  )

/** A cluster that has all the chart asks for, with more in it. */
const good = (...more: KubernetesObject[]): ClusterParts => ({
  objects: [namespace('kube-system'), namespace('stonks-oracle'), autoscalerKeda, ...more],
  kinds,
})
const broker = { BROKER_API_KEY: 'k', BROKER_API_SECRET: 's' }
const PAPER = 'https://paper-api.alpaca.markets'
const LIVE = 'https://api.alpaca.markets'
const named = { 'global.secrets.broker.existingSecret': 'vault-broker' }

describe.skipIf(noHelm)('what the cluster must have (needs helm)', () => {
  test('a cluster with Knative, KEDA and what binds them is taken', async () => {
    expect(await refusalOf(good(keda('2.20.2')))).toBe('')
  })

  test('checks.enabled=false asks the cluster nothing', async () => {
    const empty = { objects: [namespace('kube-system')], kinds: {} }
    expect(await refusalOf(empty)).toMatch(/CRD/)
    expect(await refusalOf(empty, { 'checks.enabled': 'false' })).toBe('')
  })

  test.each([
    ['serving.knative.dev/v1', /serving\.knative\.dev\/v1\/Service: expected the CRD of Knative/],
    ['keda.sh/v1alpha1', /keda\.sh\/v1alpha1\/ScaledObject: expected the CRD of KEDA/],
  ])('without the CRDs of %s', async (group, words) => {
    const rest = Object.fromEntries(Object.entries(kinds).filter(([name]) => name !== group))
    expect(await refusalOf({ ...good(), kinds: rest })).toMatch(words)
  })

  test('monitoring without the Prometheus operator', async () => {
    const on = { 'monitoring.enabled': 'true' }
    expect(await refusalOf(good(), on)).toMatch(/monitoring\.enabled=false/)
    const operator = { 'monitoring.coreos.com/v1': { ServiceMonitor: 'servicemonitors' } }
    expect(await refusalOf({ ...good(), kinds: { ...kinds, ...operator } }, on)).toBe('')
  })

  test.each([
    ['the label', keda('2.20.1')],
    ['the label with a v', keda('v2.9.3')],
    ['the image', keda('', 'ghcr.io/kedacore/keda:2.19.0')],
    ['the image beside a digest', keda('main', 'r.example.com:5000/keda:v2.19.0@sha256:00')],
  ])('a KEDA that is too old, by %s', async (_, operator) => {
    expect(await refusalOf(good(operator))).toMatch(
      /KEDA in namespace keda: expected 2\.20\.2 or newer, found 2\./,
    )
  })

  test.each([
    ['newer', keda('2.21.0')],
    ['newer by two digits', keda('2.100.0')],
    ['of an unknown version', keda('', 'r.example.com:5000/keda')],
  ])('a KEDA that is %s is taken', async (_, operator) => {
    expect(await refusalOf(good(operator))).toBe('')
  })

  test('functions that KEDA scales, and nothing that lets it', async () => {
    const bare = { objects: [namespace('kube-system')], kinds }
    const words = await refusalOf(bare)
    expect(words).toMatch(/global\.autoscaler: expected a running Deployment autoscaler-keda/)
    expect(words).toMatch(/Install knative-extensions\/autoscaler-keda/)
    expect(words).toMatch(/set global\.autoscaler=kpa/)
    expect(await refusalOf(bare, { 'global.autoscaler': 'kpa' })).toBe('')
    const one = { 'global.autoscaler': 'kpa', 'global.stages.parser.autoscaler': 'keda' }
    expect(await refusalOf(bare, one)).toMatch(/\(parser\)/)
  })

  test('autoscaler-keda at zero replicas, or under another name', async () => {
    const resting = deployment({ name: 'autoscaler-keda', namespace: serving }, { replicas: 0 })
    const labels = { 'app.kubernetes.io/component': 'autoscaler-keda' }
    const renamed = deployment({ name: 'knative-keda', namespace: serving, labels })
    const base = namespace('kube-system')
    expect(await refusalOf({ objects: [base, resting], kinds })).toMatch(/autoscaler-keda/)
    expect(await refusalOf({ objects: [base, renamed], kinds })).toBe('')
  })

  test('autoscaler-hpa beside autoscaler-keda', async () => {
    const hpa = deployment({ name: 'autoscaler-hpa', namespace: serving })
    expect(await refusalOf(good(hpa))).toMatch(/found autoscaler-hpa running beside it/)
    const resting = deployment({ name: 'autoscaler-hpa', namespace: serving }, { replicas: 0 })
    expect(await refusalOf(good(resting))).toBe('')
  })

  test('a job longer than this Knative lets it be', async () => {
    const limit = (seconds: string) =>
      object(
        ['v1', 'ConfigMap'],
        { name: 'config-defaults', namespace: serving },
        { data: { 'max-revision-timeout-seconds': seconds } },
      )
    expect(await refusalOf(good(limit('300')))).toMatch(
      /global\.stages\.(?:backtester|extractor)\.timeoutSeconds: expected 300 at most/,
    )
    const longer = {
      'global.stages.extractor.timeoutSeconds': '900',
      'global.knative.maxTimeoutSeconds': '900',
    }
    expect(await refusalOf(good(), longer)).toMatch(/expected 600 at most/)
    expect(await refusalOf(good(limit('900')), longer)).toBe('')
  })

  test('a Secret that is named but not there, or lacks a key', async () => {
    expect(await refusalOf(good(), named)).toMatch(
      /broker\.existingSecret: expected a Secret in namespace stonks-oracle, found no vault-broker/,
    )
    const half = secret('vault-broker', broker)
    expect(await refusalOf(good(half), named)).toMatch(/the key BROKER_BASE_URL/)
    const whole = secret('vault-broker', { ...broker, BROKER_BASE_URL: PAPER })
    expect(await refusalOf(good(whole), named)).toBe('')
  })

  test('a Secret that would trade for real from an environment on paper', async () => {
    const wrong = secret('vault-broker', { ...broker, BROKER_BASE_URL: LIVE })
    expect(await refusalOf(good(wrong), named)).toMatch(
      /BROKER_BASE_URL of Secret vault-broker: expected the broker's paper address/,
    )
  })
})
