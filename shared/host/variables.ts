/**
 * Every environment variable the product reads.
 *
 * docs/ENVIRONMENT.md is held equal to this table by a test. A secret has no default and is never
 * printed.
 */

import { besideVariables } from './beside-variables.ts'
import { doorVariables } from './door-variables.ts'
import { lakeVariables } from './lake-variables.ts'
import { layerVariables } from './layer-variables.ts'
import { modelVariables } from './model-variables.ts'
import { noticeVariables } from './notice-variables.ts'
import { sourceVariables } from './source-variables.ts'
import { strategyVariables } from './strategy-variables.ts'
import { tradingVariables } from './trading-variables.ts'

export type Variable = { default: string; says: string; secret?: true }

export const variables = {
  ...doorVariables,
  DATABASE_URL: {
    default: 'postgres://stonks@127.0.0.1:5432/stonks',
    says: 'PostgreSQL 15 or newer; ?sslmode=require encrypts, verify-full also checks the certificate',
  },
  POSTGRES_PASSWORD: {
    default: '',
    says: 'its password, used where DATABASE_URL carries none',
    secret: true,
  },
  POSTGRES_PASSWORD_FUNCTIONS: {
    default: '',
    says: 'password that migrate gives the role stonks_functions',
    secret: true,
  },
  POSTGRES_PASSWORD_TRADING: {
    default: '',
    says: 'password that migrate gives the role stonks_trading',
    secret: true,
  },
  POSTGRES_PASSWORD_API: {
    default: '',
    says: 'password that migrate gives the role stonks_api',
    secret: true,
  },
  POSTGRES_PASSWORD_ORCHESTRATION: {
    default: '',
    says: 'password that migrate gives the role stonks_orchestration',
    secret: true,
  },
  POSTGRES_PASSWORD_LAKE: {
    default: '',
    says: 'password that migrate gives the role stonks_lake',
    secret: true,
  },
  POSTGRES_PASSWORD_VIEWS: {
    default: '',
    says: 'password that migrate gives the role stonks_views',
    secret: true,
  },
  POSTGRES_CA: {
    default: '',
    says: 'PEM of the authority that signed its certificate, for sslmode=verify-full; empty: those Node.js knows',
  },
  REDIS_URL: {
    default: 'redis://127.0.0.1:6379/0',
    says: 'Redis or Valkey 7 or newer; rediss:// for TLS; none: a function counts its turns at vendors by itself',
  },
  REDIS_PASSWORD: {
    default: '',
    says: 'its password, used where REDIS_URL carries none',
    secret: true,
  },
  REDIS_CA: {
    default: '',
    says: 'PEM of the authority that signed its certificate, for rediss://; empty: those Node.js knows',
  },
  OBJECTS_DIR: {
    default: '.stonks/objects',
    says: 'folder of the object store, used while S3_ENDPOINT is empty',
  },
  OBJECTS_FLUSH: {
    default: 'true',
    says: 'false: objects in the folder need not survive a power loss, as in a replay',
  },
  S3_ENDPOINT: { default: '', says: 'S3 endpoint such as http://minio:9000; empty: the folder' },
  S3_ACCESS_KEY: { default: '', says: 'S3 access key', secret: true },
  S3_SECRET_KEY: { default: '', says: 'S3 secret key', secret: true },
  S3_REGION: { default: 'us-east-1', says: 'S3 region' },
  PLAINTEXT_HOSTS: {
    default: '',
    says: 'hosts, or host:port, that keys and passwords may be sent to without TLS, by comma; this machine may always, and with real money none may',
  },
  BUSINESS_CLOCK: {
    default: 'real',
    says: 'business time: real, scaled:<real ms>:<business ms>:<speed> or stepped:<file>',
  },
  DEPLOY_STAGE: {
    default: 'paper',
    says: 'name of this environment; part of every client_order_id',
  },
  PORT: { default: '8080', says: 'port a function or service listens on' },
  HOST: { default: '127.0.0.1', says: 'address a function or service listens on' },
  LOG_LEVEL: { default: 'info', says: 'trace, debug, info, warn, error or fatal' },
  LOG_DESTINATION: { default: 'stderr', says: 'stderr or stdout' },
  ANSWER_SECONDS: {
    default: '610',
    says: 'how long a pump waits for a function’s answer; longer than any function may take',
  },
  GRACE_SECONDS: {
    default: '30',
    says: 'seconds that jobs in flight have to end once their pump is told to stop; a function stops 5 s earlier',
  },
  PUMP_STAGES: { default: '', says: 'stages this pump serves, by comma; empty: all' },
  SYMBOL_REGISTRY_URL: {
    default: 'http://symbol-registry:8000',
    says: 'where query-api passes on what symbol-registry answers',
  },
  TRADING_ENGINE_URL: {
    default: 'http://trading-engine:8000',
    says: 'where query-api passes on what trading-engine answers',
  },
  RISK_ENGINE_URL: {
    default: 'http://risk-engine:8000',
    says: 'where query-api passes on what risk-engine answers',
  },
  FUNCTION_URL: {
    default: 'http://{stage}',
    says: 'address of a function; {stage} and {port} are replaced',
  },
  FUNCTION_PORT_BASE: {
    default: '8100',
    says: 'port of the first stage where FUNCTION_URL says {port}; the others follow in the order of the table',
  },
  LEASE_SECONDS: {
    default: '60',
    says: 'how long a claimed job stays with a pump that does not renew',
  },
  REAPER_SECONDS: { default: '5', says: 'how often expired leases are returned' },
  DELIVERIES_MAX: { default: '5', says: 'deliveries of one job before it is dead-lettered' },
  SWEEP_AGE_SECONDS: {
    default: '120',
    says: 'age at which a relayed job missing from Redis is pushed again',
  },
  SWEEP_SECONDS: { default: '30', says: 'how often the sweeper looks' },
  HIGH_WATER: { default: '10000', says: 'list length at which the relay stops pushing to it' },
  POSTGRES_POOL: { default: '10', says: 'connections one process may hold' },
  PIPELINE_DEFAULT_OFF: { default: '', says: 'true: a new database starts with the pipeline off' },
  SCHEDULER_SECONDS: { default: '30', says: 'business seconds between two scheduler rounds' },
  CASH_RATE: {
    default: '0',
    says: 'percent that a year of cash brings: reports hold the account against it, beside SPY',
  },
  AGGREGATION_SECONDS: {
    default: '900',
    says: 'business seconds between two rounds over every active ticker',
  },
  SIGNAL_ENGINE_SECONDS: {
    default: '900',
    says: 'business seconds between two looks of the signal engine at tickers with new prices',
  },
  ...strategyVariables,
  ...lakeVariables,
  RETENTION_DAYS: { default: '', says: 'windows in days, such as "done_jobs=7 audit_events=30"' },
  ...sourceVariables,
  BROKER_BASE_URL: { default: 'https://paper-api.alpaca.markets', says: 'Alpaca trading' },
  BROKER_DATA_BASE_URL: { default: 'https://data.alpaca.markets', says: 'Alpaca market data' },
  BROKER_API_KEY: { default: '', says: 'Alpaca key, the replay world’s too', secret: true },
  BROKER_API_SECRET: { default: '', says: 'Alpaca secret, the replay world’s too', secret: true },
  BROKER_TIMEOUT_SECONDS: { default: '10', says: 'seconds one request to the broker may take' },
  BROKER_REQUESTS_PER_MINUTE: {
    default: '200',
    says: 'requests a real minute that this process sends the broker; 0: no limit',
  },
  ORDER_GRACE_SECONDS: {
    default: '60',
    says: 'business seconds for which an order that the broker does not know may still be on its way there',
  },
  BROKER_MODE: { default: 'paper', says: 'paper or live' },
  BUILD: {
    default: '',
    says: 'which build of the code this is; images carry the revision they were made of',
  },
  ...modelVariables,
  EXTRACTION_TEXT_MAX: {
    default: '8000',
    says: 'characters of a document that are read for meaning',
  },
  ...layerVariables,
  ...tradingVariables,
  ...noticeVariables,
  CHROMIUM: { default: 'chromium', says: 'program that `stonks report --pdf` prints with' },
  ...besideVariables,
  DASHBOARD_DIR: { default: 'frontend/dist', says: 'built operators’ page that query-api serves' },
  DATA_LABEL: { default: '', says: 'what the page says of its input, such as "simulated"' },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables
