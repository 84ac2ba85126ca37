/** What `doctor` looks at. Each look returns what it found, or throws what is wrong. */

import { createRequire } from 'node:module'
import { statfsSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openFinbert } from '#shared/clients/finbert/judge.ts'
import { readerNamed } from '#shared/clients/model/settings.ts'
import { openObjects } from '#shared/clients/objects/store.ts'
import { calendarDaysLeft, calendarWarning } from '#shared/domain/market/calendar-end.ts'
import type { Host } from '#shared/domain/source/descriptor.ts'
import { everyHost } from '#shared/domain/source/sources.ts'
import { openClock } from '#shared/host/clock.ts'
import { isSet, readEnv } from '#shared/host/env.ts'
import { readServiceSecret } from '#shared/host/signature.ts'
import type { VariableName } from '#shared/host/variables.ts'
import { lookAtHolds, lookAtMode } from './trading.ts'
import { askModel, tryDatabase, tryQueues, tryUrl } from './trials.ts'

export type PartFinding = { part: string; ok: boolean; found: string; mend: string }
export type PartCheck = { part: string; look: () => Promise<string>; mend: string }

const DISK_MIB_MIN = 500

export const checks: readonly PartCheck[] = [
  {
    part: 'Node',
    look: lookAtNode,
    mend: 'Run through npm (npm run stonks -- …), which uses the Node that the packages bring',
  },
  { part: 'packages', look: lookAtPackages, mend: 'Run: npm ci' },
  {
    part: 'disk',
    look: lookAtDisk,
    mend: `Free at least ${DISK_MIB_MIN} MiB, or keep the state elsewhere with up --state DIR`,
  },
  {
    part: 'PostgreSQL',
    look: tryDatabase,
    mend: 'Set DATABASE_URL to a PostgreSQL 15 or newer that answers, or unset it to use the embedded one',
  },
  {
    part: 'Redis',
    look: tryQueues,
    mend: 'Set REDIS_URL to a Redis or Valkey 7 or newer that answers, or unset it to use a local one',
  },
  {
    part: 'objects',
    look: tryObjects,
    mend: 'Set S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY to a store that takes writes, or unset S3_ENDPOINT and make OBJECTS_DIR writable',
  },
  {
    part: 'signatures',
    look: lookAtSecret,
    mend: 'Set SERVICE_SECRET to 32 random characters or more, the same for every program: without it functions and services take nothing',
  },
  {
    part: 'calendar',
    look: lookAtCalendar,
    mend: 'Install a release whose calendar reaches further: beyond its end nothing is traded',
  },
  {
    part: 'mode',
    look: lookAtMode,
    mend: 'Let BROKER_MODE, BROKER_BASE_URL, BROKER_API_KEY and the account agree, all paper or all live: while two contradict each other nothing is traded',
  },
  {
    part: 'trading',
    look: lookAtHolds,
    mend: 'End what each hold names (docs/trading.md, Holds): stonks trading release ends the kill switch, stonks trading consent says yes to real money',
  },
  { part: 'page', look: lookAtPage, mend: 'Run: npm run dashboard' },
  ...everyHost().flatMap(outside),
  {
    part: 'reader',
    look: lookAtReader,
    mend: 'Start the model server and fetch the model that OLLAMA_MODEL or OPENAI_MODEL names, or set MODEL_READER=rules to read documents by rules-v2',
  },
  {
    part: 'finbert',
    look: lookAtFinbert,
    mend: 'Let FINBERT_MODEL name a folder with model.onnx, vocab.txt and onnxruntime-node, or unset it to do without FinBERT',
  },
]

/** An outside system is tried only where the environment names it; else the replay world speaks for it. */
function outside({ name, variables: [first], trial }: Host): PartCheck[] {
  const variable = first as VariableName | undefined
  if (!variable || trial === null || !isSet(variable)) return []
  return [
    {
      part: name,
      look: () => tryUrl(readEnv(variable), trial),
      mend: `Correct ${variable} or its key, or unset it to use the replay world`,
    },
  ]
}

async function lookAtReader(): Promise<string> {
  const kind = readerNamed()
  return kind === 'rules' ? 'rules-v2, which needs no model' : await askModel(kind)
}

async function lookAtFinbert(): Promise<string> {
  const folder = readEnv('FINBERT_MODEL')
  if (folder === '') return 'none is named'
  const { confidence } = await (await openFinbert(folder)).judge('Shares rise on strong earnings.')
  return `that of ${folder} answers (${confidence.toFixed(2)})`
}

function lookAtNode(): Promise<string> {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return Promise.resolve(process.version)
  return Promise.reject(new Error(`expected Node 24 or newer, found ${process.version}`))
}

function lookAtPackages(): Promise<string> {
  const require = createRequire(import.meta.url)
  const wanted = [
    'postgres',
    'ioredis',
    'valibot',
    'htmlparser2',
    'minio',
    '@google-cloud/functions-framework',
  ]
  const missing = wanted.filter((name) => {
    try {
      require.resolve(name)
      return false
    } catch {
      return true
    }
  })
  if (missing.length === 0) return Promise.resolve('installed')
  return Promise.reject(new Error(`not installed: ${missing.join(', ')}`))
}

function lookAtDisk(): Promise<string> {
  const { bavail, bsize } = statfsSync(resolve('.'))
  const free = Math.floor((bavail * bsize) / 2 ** 20)
  if (free >= DISK_MIB_MIN) return Promise.resolve(`${free} MiB free`)
  return Promise.reject(new Error(`expected ${DISK_MIB_MIN} MiB free, found ${free}`))
}

async function tryObjects(): Promise<string> {
  const objects = openObjects()
  const text = 'stonks doctor'
  await objects.put('stonks-audit', 'doctor/trial.txt', Buffer.from(text), 'text/plain')
  const back = (await objects.get('stonks-audit', 'doctor/trial.txt')).toString()
  if (back !== text) throw new Error(`wrote "${text}" and read "${back}"`)
  return isSet('S3_ENDPOINT')
    ? `${readEnv('S3_ENDPOINT')} takes writes`
    : `${readEnv('OBJECTS_DIR')} takes writes`
}

/** What `up` starts it gives a secret of its own; what is started by hand needs one. */
function lookAtSecret(): Promise<string> {
  if (readServiceSecret() !== '') return Promise.resolve('SERVICE_SECRET is set')
  if (!isSet('DATABASE_URL')) return Promise.resolve('up draws a secret of its own')
  return Promise.reject(new Error('SERVICE_SECRET is not set'))
}

/** By business time, as trading goes. */
function lookAtCalendar(): Promise<string> {
  const now = openClock().now()
  const warning = calendarWarning(now)
  if (warning !== null) return Promise.reject(new Error(warning))
  return Promise.resolve(`sessions are known for ${calendarDaysLeft(now)} days more`)
}

function lookAtPage(): Promise<string> {
  const folder = readEnv('DASHBOARD_DIR')
  if (existsSync(resolve(folder, 'index.html'))) return Promise.resolve(`built in ${folder}`)
  return Promise.resolve('not built yet; up builds it')
}
