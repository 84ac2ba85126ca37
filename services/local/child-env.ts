/**
 * What each child of `up` is told: every setting that is no secret, and of the secrets those that its
 * row names. For functions the rows stand in shared/pipeline.ts, for the other programs here.
 */

import { isSecret } from '#shared/host/env.ts'
import type { VariableName } from '#shared/host/variables.ts'
import { stages, type StageName } from '#shared/pipeline.ts'
import type { QueueUser } from '#shared/queue/redis/rights.ts'
import type { DatabaseRole } from '#shared/sql/schema/rights.ts'
import type { Settings } from './settings.ts'

const ALPACA_DATA = ['ALPACA_DATA_KEY', 'ALPACA_DATA_SECRET', 'ALPACA_DATA_BASE_URL'] as const

/** Variables by what one needs them for. */
const GROUPS = {
  core: ['SERVICE_SECRET'],
  postgres: ['DATABASE_URL', 'POSTGRES_PASSWORD'],
  redis: ['REDIS_URL', 'REDIS_PASSWORD'],
  objects: ['S3_ACCESS_KEY', 'S3_SECRET_KEY', 'S3_ENDPOINT'],
  market: [
    'MARKET_DATA_API_KEY',
    'MARKET_DATA_BASE_URL',
    ...ALPACA_DATA,
    'REDDIT_CLIENT_ID',
    'REDDIT_CLIENT_SECRET',
  ],
  prices: ALPACA_DATA,
  broker: ['BROKER_API_KEY', 'BROKER_API_SECRET', 'BROKER_BASE_URL', 'BROKER_DATA_BASE_URL'],
  ollama: ['OLLAMA_BASE_URL', 'OPENAI_BASE_URL', 'OPENAI_API_KEY'],
  notices: [
    'GMAIL_APP_PASSWORD',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
  ],
  trino: ['TRINO_URL', 'TRINO_PASSWORD'],
  people: ['SESSION_SECRET', 'OIDC_CLIENT_SECRET', 'METRICS_TOKEN'],
} as const satisfies Record<string, readonly VariableName[]>

export type SecretGroup = keyof typeof GROUPS

type Row = { needs: readonly SecretGroup[]; as?: DatabaseRole; queues?: QueueUser }

/** Programs that are no functions. */
const PROGRAMS = {
  scheduler: {
    needs: ['core', 'postgres', 'redis', 'objects'],
    as: 'stonks_orchestration',
    queues: 'scheduler',
  },
  'query-api': {
    needs: ['core', 'postgres', 'redis', 'objects', 'trino', 'people'],
    as: 'stonks_api',
    queues: 'api',
  },
  'symbol-registry': { needs: ['core', 'postgres'], as: 'stonks_api' },
  'trading-engine': { needs: ['core', 'postgres', 'broker', 'notices'], as: 'stonks_trading' },
  'risk-engine': { needs: ['core', 'postgres'], as: 'stonks_trading' },
  'market-stream': { needs: ['core', 'postgres', 'prices'], as: 'stonks_functions' },
  pump: { needs: ['core', 'postgres', 'redis'], as: 'stonks_orchestration', queues: 'pump' },
  /** The keys it takes are told it by whoever starts it (parts.ts). */
  world: { needs: [] },
  /** A command, which comes as the owner. */
  seed: { needs: ['postgres'] },
} as const satisfies Record<string, Row>

/** Stages that do not come to the record as `stonks_functions`. */
const STAGES_AS: Partial<Record<StageName, DatabaseRole>> = {
  'broker-adapter': 'stonks_trading',
  'broker-sync': 'stonks_trading',
  'lake-publisher': 'stonks_lake',
  reporter: 'stonks_lake',
}

/** As whom functions come to Redis, those that do. */
const FUNCTIONS_AS: QueueUser = 'pacer'

export type ChildName = keyof typeof PROGRAMS | StageName

export const childNames = [...Object.keys(PROGRAMS), ...Object.keys(stages)] as ChildName[]

/** What is given to nobody who does not need it, be it secret or not. */
const BY_NEED: ReadonlySet<string> = new Set([...GROUPS.postgres, ...GROUPS.redis])

/** Addresses that say as whom a child comes, where that is not as everybody. */
export type Doors = {
  database?: Partial<Record<DatabaseRole, string>>
  queues?: Record<QueueUser, string>
}

/** Unset is what it may not have, though this process has it. */
export function envOf(
  child: ChildName,
  settings: Settings,
  doors: Doors = {},
): Record<string, string | undefined> {
  const { needs, as, queues }: Row = rowOf(child)
  const named = new Set<string>(needs.flatMap((group) => GROUPS[group]))
  const entries = Object.entries(settings).map(([name, value]) => {
    const isOpen = !BY_NEED.has(name) && !isSecret(name, value)
    return [name, isOpen || named.has(name) ? value : undefined] as const
  })
  const record = as && doors.database?.[as]
  return {
    ...Object.fromEntries(entries),
    ...(record ? { DATABASE_URL: record } : {}),
    ...(queues && doors.queues ? { REDIS_URL: doors.queues[queues] } : {}),
    // One that the environment names lets in by one password, and functions are to have no such.
    ...(queues === FUNCTIONS_AS && !doors.queues ? { REDIS_URL: 'none' } : {}),
  }
}

/** What its row names; what it may reach says where it needs to be let in. */
function rowOf(child: ChildName): Row {
  if (child in PROGRAMS) return PROGRAMS[child as keyof typeof PROGRAMS]
  const { secrets, reaches } = stages[child as StageName]
  const all: readonly string[] = [...secrets, ...Object.keys(reaches)]
  const needs = (Object.keys(GROUPS) as SecretGroup[]).filter(
    (group) => group !== 'redis' && all.includes(group),
  )
  const record = STAGES_AS[child as StageName] ?? 'stonks_functions'
  return { needs, as: record, ...(all.includes('redis') ? { queues: FUNCTIONS_AS } : {}) }
}
