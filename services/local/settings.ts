/** What the embedded parts are told: addresses of this run, unless the environment names others. */

import { dirname, join } from 'node:path'
import { isSet, readEnv, secretsGiven } from '#shared/host/env.ts'
import type { VariableName } from '#shared/host/variables.ts'
import type { UpOptions } from './options.ts'
import type { Drawn } from './secrets.ts'

export type Ports = {
  postgres: number
  redis: number
  world: number
  page: number
  scheduler: number
  engine: number
  risk: number
  registry: number
  pump: number
  stream: number
}

export type Settings = Record<string, string>

/** Variables by which an outside system replaces its part of the replay world. */
const OUTSIDE = {
  MARKET_DATA_BASE_URL: '/polygon',
  EDGAR_DATA_BASE_URL: '/edgar-data',
  EDGAR_BASE_URL: '/edgar',
  REDDIT_BASE_URL: '/reddit',
  REDDIT_OAUTH_URL: '/reddit',
  BROKER_BASE_URL: '/alpaca',
  BROKER_DATA_BASE_URL: '/alpaca-data',
  ALPACA_DATA_BASE_URL: '/alpaca-data',
} as const satisfies Partial<Record<VariableName, string>>

/** Everything a run is told; each child gets its part of it (child-env.ts). */
export function settingsOf(
  options: UpOptions,
  ports: Ports,
  functionPorts: number,
  urls: { database: string; redis: string },
  clock: string,
  secrets: Drawn,
): Settings {
  const world = worldUrl(ports)
  const outside = Object.entries(OUTSIDE).map(([name, path]) => [
    name,
    given(name as VariableName, world + path),
  ])
  return {
    ...secretsGiven(),
    ...Object.fromEntries(outside),
    DATABASE_URL: urls.database,
    REDIS_URL: urls.redis,
    SYMBOL_REGISTRY_URL: `http://127.0.0.1:${ports.registry}`,
    TRADING_ENGINE_URL: `http://127.0.0.1:${ports.engine}`,
    RISK_ENGINE_URL: `http://127.0.0.1:${ports.risk}`,
    OBJECTS_DIR: given('OBJECTS_DIR', join(options.state, 'objects')),
    // Neither is PostgreSQL told to, where a replay can be run again.
    OBJECTS_FLUSH: given('OBJECTS_FLUSH', String(!options.once)),
    // Node keeps there what it made of the sources: a function starts in half the time.
    NODE_COMPILE_CACHE: join(dirname(options.state), 'compile-cache'),
    PUBLIC_URL: given('PUBLIC_URL', `http://localhost:${ports.page}`),
    ...logsOf(options.state),
    ...doorSecrets(secrets),
    BUSINESS_CLOCK: clock,
    FETCH_ALLOW_HOSTS: `${readEnv('FETCH_ALLOW_HOSTS')} ${new URL(world).host}`.trim(),
    HOST: '127.0.0.1',
    NODE_ENV: 'production',
    ...pricesOf(world, secrets),
    BROKER_API_KEY: given('BROKER_API_KEY', secrets['world:key']),
    BROKER_API_SECRET: given('BROKER_API_SECRET', secrets['world:secret']),
    // The vendors' limits hold in real time; against the world they would only hold up the clock.
    BROKER_REQUESTS_PER_MINUTE: isSet('BROKER_BASE_URL')
      ? readEnv('BROKER_REQUESTS_PER_MINUTE')
      : '0',
    POLYGON_PER_MINUTE: isSet('MARKET_DATA_BASE_URL') ? readEnv('POLYGON_PER_MINUTE') : '0',
    EDGAR_PER_SECOND: isSet('EDGAR_BASE_URL') ? readEnv('EDGAR_PER_SECOND') : '100000',
    FUNCTION_URL: 'http://127.0.0.1:{port}',
    FUNCTION_PORT_BASE: String(functionPorts),
    TRADING_ENABLED: given('TRADING_ENABLED', 'true'),
    // A replay would else spend its time on summing up what has not changed.
    AGGREGATION_SECONDS: given('AGGREGATION_SECONDS', options.once ? '21600' : '900'),
  }
}

/**
 * What opens prices: Polygon's key, and a pair for Alpaca's, which the world takes with the key it takes
 * for Polygon's, so that no key of the broker goes to who asks for prices; and where Alpaca streams them.
 */
function pricesOf(world: string, secrets: Drawn): Settings {
  const own = secrets['world:market']
  const polygon = given('MARKET_DATA_API_KEY', own)
  return {
    ALPACA_DATA_PER_MINUTE: isSet('ALPACA_DATA_BASE_URL') ? readEnv('ALPACA_DATA_PER_MINUTE') : '0',
    ALPACA_STREAM_URL: given('ALPACA_STREAM_URL', streamUrl(world)),
    MARKET_DATA_API_KEY: polygon,
    ALPACA_DATA_KEY: given('ALPACA_DATA_KEY', 'data'),
    ALPACA_DATA_SECRET: given('ALPACA_DATA_SECRET', isSet('MARKET_DATA_BASE_URL') ? own : polygon),
  }
}

/** What programs write of themselves, and where the page finds it. */
function logsOf(state: string): Settings {
  return {
    LOG_DESTINATION: 'stderr',
    LOG_LEVEL: given('LOG_LEVEL', 'info'),
    LOGS_DIR: given('LOGS_DIR', join(state, 'logs')),
  }
}

/** What opens doors of this run: its programs' to each other, people's and Prometheus' to the page. */
function doorSecrets(secrets: Drawn): Settings {
  return {
    SERVICE_SECRET: given('SERVICE_SECRET', secrets.service),
    SESSION_SECRET: given('SESSION_SECRET', secrets.session),
    METRICS_TOKEN: given('METRICS_TOKEN', secrets.metrics),
  }
}

/**
 * What the world is told: how it fails, and what it takes: the keys that the children ask it with. A vendor's that it does not play it is
 * not told of; it takes others for that, so that it is open for nothing.
 */
export function worldKeysOf(settings: Settings, secrets: Drawn): Settings {
  const isPlayed = (...names: (keyof typeof OUTSIDE)[]) => names.some((name) => !isSet(name))
  const market = isPlayed('MARKET_DATA_BASE_URL')
  const broker = isPlayed('BROKER_BASE_URL', 'BROKER_DATA_BASE_URL')
  const told = (name: VariableName, isTold: boolean, otherwise: string) =>
    (isTold ? settings[name] : undefined) ?? otherwise
  return {
    WORLD_FAULTS: readEnv('WORLD_FAULTS'),
    MARKET_DATA_API_KEY: told('MARKET_DATA_API_KEY', market, secrets['world:market']),
    BROKER_API_KEY: told('BROKER_API_KEY', broker, secrets['world:key']),
    BROKER_API_SECRET: told('BROKER_API_SECRET', broker, secrets['world:secret']),
  }
}

/** The world's stream stands beside its prices; a real vendor's prices have a stream of their own. */
function streamUrl(world: string): string {
  if (isSet('ALPACA_DATA_BASE_URL')) return readEnv('ALPACA_STREAM_URL')
  return `${world.replace(/^http/, 'ws')}/alpaca-stream`
}

/** Whether every outside system is named by the environment, so that no world is needed. */
export function needsWorld(): boolean {
  return Object.keys(OUTSIDE).some((name) => !isSet(name as VariableName))
}

export function worldUrl(ports: Ports): string {
  return `http://127.0.0.1:${ports.world}`
}

function given(name: VariableName, otherwise: string): string {
  return isSet(name) ? readEnv(name) : otherwise
}
