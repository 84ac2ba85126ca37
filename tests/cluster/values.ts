/** What an installation for the proof says: servers of the proof, short waits, the world's clock. */

import { stageNames } from '#shared/pipeline.ts'
import type { BuiltImage } from '../../images/build.ts'
import { ROLE_SECRETS, SECRETS, SERVERS, hostOf } from './servers.ts'

export type Mode = 'kpa' | 'keda'

/** Seconds; the chart's own but for the waits before zero, which a test would only sit out. */
export const TIMES = {
  pollingInterval: 5,
  cooldownPeriod: 20,
  initialCooldownPeriod: 60,
  scaleDownSeconds: 15,
}

const WORLD = `http://${hostOf('world')}:8080`
const KEYS = { BROKER_API_KEY: 'replay', BROKER_API_SECRET: 'replay' }

export const SERVICES = [
  'scheduler',
  'query-api',
  'symbol-registry',
  'trading-engine',
  'risk-engine',
  'market-stream',
] as const

/** Small requests, so that a node of two cores has room for two revisions of everything. */
function resources(cpu: string) {
  return { requests: { cpu: '10m', memory: '96Mi' }, limits: { cpu, memory: '512Mi' } }
}

export type ProofValues = {
  mode: Mode
  images: readonly BuiltImage[]
  clock: string
  /** Namespace and pods' port of the cluster-local gateway. */
  gateway: { namespace: string; port: number }
}

/** The chart's values for one mode. */
export function proofValues({ mode, images, clock, gateway }: ProofValues) {
  const repositories = images.map(({ name, tag }) => [
    name.split('-').at(-1),
    { repository: name, tag },
  ])
  return {
    global: {
      autoscaler: mode,
      images: Object.fromEntries(repositories) as Record<
        string,
        { repository: string; tag: string }
      >,
      postgres: { host: hostOf('postgres'), database: 'postgres' },
      redis: { host: hostOf('redis') },
      objects: { endpoint: `http://${hostOf('minio')}:9000` },
      knative: { gateway },
      keda: TIMES,
      config: {
        LOG_LEVEL: 'info',
        BROKER_MODE: 'paper',
        PLAINTEXT_HOSTS: new URL(WORLD).host,
        TRADING_ENABLED: 'true',
        TRADING_RISK_TIER: 'aggressive',
        BUSINESS_CLOCK: clock,
        MARKET_DATA_BASE_URL: `${WORLD}/polygon`,
        EDGAR_DATA_BASE_URL: `${WORLD}/edgar-data`,
        EDGAR_BASE_URL: `${WORLD}/edgar`,
        FETCH_ALLOW_HOSTS: new URL(WORLD).host,
        BROKER_DATA_BASE_URL: `${WORLD}/alpaca-data`,
        BROKER_REQUESTS_PER_MINUTE: '0',
        EDGAR_PER_SECOND: '100000',
        POLYGON_PER_MINUTE: '0',
        ALPACA_DATA_PER_MINUTE: '0',
        POSTGRES_POOL: '4',
        DATA_LABEL: 'replay',
        // Rounds over every ticker would come every 45 s of real time: nothing would ever rest.
        AGGREGATION_SECONDS: '43200',
      },
      ollama: { baseUrl: '' },
      secrets: {
        core: SECRETS,
        roles: ROLE_SECRETS,
        access: { SESSION_SECRET: 'what the sign-ins of the proof are signed with' },
        broker: { ...KEYS, BROKER_BASE_URL: `${WORLD}/alpaca` },
        market: { MARKET_DATA_API_KEY: 'replay' },
        gmail: {
          GMAIL_SENDER: 'a@example.com',
          GMAIL_RECIPIENT: 'b@example.com',
          GMAIL_APP_PASSWORD: 'none',
        },
      },
      stages: {
        ...Object.fromEntries(stageNames.map((stage) => [stage, { resources: resources('1') }])),
        // Little CPU, so that 500 jobs take long enough to need more than one replica.
        parser: { resources: resources('200m') },
      },
      pumpResources: resources('500m'),
    },
    services: Object.fromEntries(SERVICES.map((name) => [name, { resources: resources('1') }])),
    seed: { universe: '' },
    ingress: { enabled: false },
    hiveMetastore: { enabled: false },
    trino: { enabled: false },
    superset: { enabled: false },
    networkPolicy: {
      internetBlocks: ['0.0.0.0/0'],
      servers: {
        postgres: { namespace: SERVERS },
        redis: { namespace: SERVERS },
        objects: { namespace: SERVERS, port: 9000 },
      },
      extraEgress: [
        {
          from: ['ingestion', 'broker-adapter', 'broker-sync', 'trading-engine', 'stonks-migrate'],
          to: {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': SERVERS } },
            podSelector: { matchLabels: { app: 'world' } },
          },
          ports: [8080],
        },
      ],
    },
  }
}

/** Companies and sources of the replayed days. */
export const UNIVERSE = `${WORLD}/world/universe`
