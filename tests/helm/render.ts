/** The chart as a cluster would get it: rendered by helm itself, parsed as Kubernetes parses it. */

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseAllDocuments } from 'yaml'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HELM = join(ROOT, 'node_modules/.bin/helm')

export type KubernetesObject = {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  [key: string]: unknown
}

export type RenderOptions = {
  /** Values files: a name beside the chart's own values.yaml, or a whole path; live's has LIVE beside it. */
  values?: string[]
  set?: Record<string, string>
  release?: string
  namespace?: string
  kubeVersion?: string
}

/** Where npm brings no helm: `test.skipIf(noHelm)`, saying so in the title. */
export const noHelm = !existsSync(HELM)

/** The `--set` pairs a bare install needs: the Secrets have no defaults. */
export const REQUIRED: Record<string, string> = {
  'global.secrets.core.POSTGRES_PASSWORD': 'postgres-secret',
  'global.secrets.core.MINIO_ACCESS_KEY': 'minio-key',
  'global.secrets.core.MINIO_SECRET_KEY': 'minio-secret',
  'global.secrets.core.REDIS_PASSWORD': 'redis-secret',
  'global.secrets.core.SERVICE_SECRET': 'service-secret-of-at-least-32-characters',
  'global.secrets.core.METRICS_TOKEN': 'metrics-token-of-at-least-32-characters',
  ...Object.fromEntries(
    ['FUNCTIONS', 'TRADING', 'API', 'ORCHESTRATION', 'LAKE', 'VIEWS'].map((role) => [
      `global.secrets.roles.POSTGRES_PASSWORD_${role}`,
      `${role.toLowerCase()}-secret`,
    ]),
  ),
  'global.secrets.access.SESSION_SECRET': 'session-secret-of-at-least-32-characters',
  'global.secrets.access.OIDC_CLIENT_SECRET': 'oidc-secret',
  'global.secrets.broker.BROKER_API_KEY': 'broker-key',
  'global.secrets.broker.BROKER_API_SECRET': 'broker-secret',
  'global.secrets.market.MARKET_DATA_API_KEY': 'market-key',
  'global.secrets.market.REDDIT_CLIENT_ID': 'reddit-id',
  'global.secrets.market.REDDIT_CLIENT_SECRET': 'reddit-secret',
  'global.secrets.gmail.GMAIL_SENDER': 'sender@example.com',
  'global.secrets.gmail.GMAIL_RECIPIENT': 'recipient@example.com',
  'global.secrets.gmail.GMAIL_APP_PASSWORD': 'gmail-secret',
  'global.secrets.dashboard.SUPERSET_SECRET_KEY': 'superset-secret',
  'global.secrets.dashboard.SUPERSET_ADMIN_PASSWORD': 'superset-admin',
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`

/** What live asks for besides: images that nobody can change. */
export const LIVE: Record<string, string> = {
  ...Object.fromEntries(
    ['functions', 'services', 'dashboard', 'superset'].map((image) => [
      `global.images.${image}.digest`,
      DIGEST,
    ]),
  ),
  'trino.image': `trinodb/trino@${DIGEST}`,
  'hiveMetastore.image': `apache/hive@${DIGEST}`,
}

let built: Promise<string> | undefined

/** The folder of the umbrella chart, a copy with its subcharts built in; one for each process. */
export function chart(): Promise<string> {
  built ??= buildChart()
  return built
}

/**
 * Every object of a release, hooks included, in helm's order.
 *
 * @throws Error in helm's own words, when the chart refuses.
 */
export async function render(options: RenderOptions = {}): Promise<KubernetesObject[]> {
  const { values = [], set = {}, release = 'stonks', namespace = 'stonks-oracle' } = options
  const folder = await chart()
  const args = ['template', release, folder, '--namespace', namespace]
  args.push('--kube-version', options.kubeVersion ?? '1.35.0')
  for (const file of values) args.push('--values', resolve(folder, file))
  const all = values.includes('values-live.yaml') ? { ...LIVE, ...set } : set
  for (const [key, value] of Object.entries(all)) args.push('--set', `${key}=${value}`)
  return parseObjects(await helm(...args))
}

/** What helm prints. @throws Error in its own words. */
export async function helm(...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(HELM, args, { maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (fault) {
    const { stderr, stdout } = fault as { stderr?: string; stdout?: string }
    throw new Error(`${stderr ?? ''}${stdout ?? ''}`.trim() || String(fault), { cause: fault })
  }
}

/** As Kubernetes reads it: YAML 1.1, where a bare `on` is true and `010` is 8. */
function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    const [fault] = document.errors
    if (fault) throw fault
    const parsed = document.toJS() as KubernetesObject | null
    return parsed ? [parsed] : []
  })
}

async function buildChart(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-chart-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['helm', 'knative', 'keda']) {
    const filter = (source: string) => basename(source) !== 'charts'
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter })
  }
  const umbrella = join(folder, 'helm')
  await helm('dependency', 'build', umbrella, '--skip-refresh')
  return umbrella
}
