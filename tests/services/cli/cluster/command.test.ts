import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { heldKeys, pausedKey, pendingKey, REPLICAS } from '#shared/queue/redis/keys.ts'
import { startServer } from '../../../helpers/http.ts'
import { kubeconfigTo, startKubeApi } from '../../../helpers/kube-api.ts'
import { openTestRedis } from '../../../helpers/redis.ts'
import { freePorts } from '../../../../services/local/embedded/ports.ts'
import { identify } from '../../../../services/local/process-identity.ts'
import { writeRun } from '../../../../services/local/state.ts'
import { changeItems, paths, wholeCluster } from './recorded.ts'

const MAIN = fileURLToPath(new URL('../../../../services/cli/main.ts', import.meta.url))
const api = await startKubeApi()
const queryApi = await startServer()
const { url: redisUrl, redis } = await openTestRedis()
const running = new Set<ChildProcess>()

beforeEach(() => {
  for (const [path, body] of wholeCluster()) api.answer(path, body)
  api.forwardTo(queryApi.url)
  tell({ waiting: 4 })
  queryApi.answer('/api/pipeline/toggle', { body: '{"enabled":true,"changedBy":"ops"}' })
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

/** What query-api says of the parser. */
function tell({ waiting, redisAnswers = true }: { waiting: number; redisAnswers?: boolean }): void {
  const stages = [{ stage: 'parser', pending: waiting, inFlight: 2 }]
  const body = JSON.stringify({ stages, redisAnswers, pausedStages: [] })
  queryApi.answer('/api/pipeline', { body })
}

/** No setting of this machine's own leads to a cluster or a platform. */
const env = (changes: Record<string, string> = {}) =>
  childEnv({
    HOME: api.home,
    KUBECONFIG: api.kubeconfig,
    DATABASE_URL: '',
    REDIS_URL: '',
    ...changes,
  })

type Ended = { code: number | null; out: string; err: string }

function start(args: string[], changes?: Record<string, string>) {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args], {
    env: env(changes),
    cwd: api.home,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString()
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      running.delete(child)
      resolve({ code, out: said.out.trim(), err: said.err.trim() })
    })
  })
  return { child, said, ended }
}

const stonks = (args: string[], changes?: Record<string, string>) => start(args, changes).ended

type Stage = { stage: string; waiting: number | null; function: object }
const parserIn = (text: string) =>
  (JSON.parse(text) as { stages: Stage[] }).stages.find(({ stage }) => stage === 'parser')

test('doctor --cluster finds a whole cluster well', async () => {
  const { code, out, err } = await stonks(['doctor', '--cluster'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(`Context trial at ${api.url}, namespace stonks-oracle`)
  expect(out).toMatch(/KEDA +ok +2\.20\.2/)
  expect(out).toMatch(/PostgreSQL, Redis +ok +both answer/)
  expect(out).toContain('All is well.')
})

test('doctor --cluster names each fault with the command that mends it, and no value of a Secret', async () => {
  api.answer(paths.core, { data: { POSTGRES_PASSWORD: 'c2VjcmV0LXZhbHVl' } })
  api.refuse(paths.policies, 403, 'networkpolicies is forbidden: User "reader" cannot list')
  const args = ['doctor', '--cluster', '--context', 'trial']
  const { code, out } = await stonks(args)
  expect(code).toBe(1)
  expect(out).toMatch(/Secrets +bad +missing: /)
  expect(out).toContain(
    'kubectl --context trial -n stonks-oracle patch secret stonks-core-secrets --type merge',
  )
  expect(out).toMatch(/NetworkPolicies +warn +may not read it: networkpolicies is forbidden/)
  const json = await stonks([...args, '--json'])
  expect(JSON.parse(json.out)).toMatchObject({
    context: 'trial',
    server: api.url,
    namespace: 'stonks-oracle',
    ok: false,
    checks: expect.arrayContaining([
      { check: 'KEDA', verdict: 'ok', found: '2.20.2', wanted: '2.20.2 or newer', mend: [] },
    ]),
  })
  expect(out + json.out).not.toMatch(/c2VjcmV0|secret-value/)
})

test('a cluster that does not answer is named, with its address', async () => {
  const nobody = join(api.home, 'nobody')
  const [port] = await freePorts(1)
  writeFileSync(nobody, kubeconfigTo(`http://127.0.0.1:${port}`))
  for (const command of [['doctor', '--cluster'], ['scale']]) {
    const { code, out, err } = await stonks(command, { KUBECONFIG: nobody })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(
      `Reach the cluster of context "trial" at http://127.0.0.1:${port}: connect ECONNREFUSED`,
    )
  }
})

test('credentials that are refused are said to be', async () => {
  const stranger = join(api.home, 'stranger')
  writeFileSync(stranger, kubeconfigTo(api.url, 'guessed'))
  const { code, err } = await stonks(['doctor', '--cluster'], { KUBECONFIG: stranger })
  expect(code).toBe(1)
  expect(err).toContain('does not accept these credentials (401)')
})

test('scale asks query-api through the API server, as port-forward does', async () => {
  const { code, out, err } = await stonks(['scale'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/parser +4 +2 +- +0\/0 +0\/0 +keda +\d+ \w+ ago: pump 1→0 +yes/)
  expect(api.asked.at(-1)).toMatch(/pods\/query-api-[\w-]+\/portforward\?ports=8000$/)
})

test.each<[string, () => void, string]>([
  ['no pod', () => api.answer(paths.pods, { items: [] }), 'query-api has no ready pod'],
  ['nobody in the pod', () => api.forwardTo(undefined), 'query-api does not tell: '],
  [
    'an error',
    () => queryApi.answer('/api/pipeline', { status: 503, body: '{"detail":"no PostgreSQL"}' }),
    '503: {"detail":"no PostgreSQL"}',
  ],
  [
    'nobody signed in',
    () => queryApi.answer('/api/pipeline', { status: 401, body: '{"code":"sign_in"}' }),
    'put an API token into STONKS_TOKEN',
  ],
  [
    'Redis away',
    () => tell({ waiting: 9, redisAnswers: false }),
    'Redis does not answer query-api',
  ],
])('scale shows the cluster’s half where query-api has %s', async (_, prepare, words) => {
  prepare()
  const { code, out } = await stonks(['scale'])
  expect(code).toBe(0)
  expect(out).toMatch(/parser +\? +\? +- +0\/0 +0\/0 +keda/)
  expect(out).toContain(words)
})

test('scale asks Redis itself where REDIS_URL is set', async () => {
  await redis.rpush(pendingKey('extraction'), 'a', 'b')
  await redis.rpush(pendingKey('macro_classification'), 'c')
  await redis.zadd(heldKeys('extractor').leases, 1, 'd')
  await redis.sadd(pausedKey('extractor'), 'operator')
  api.forwardTo(undefined)
  const { code, out } = await stonks(['scale'], { REDIS_URL: redisUrl })
  expect(code).toBe(0)
  expect(out).toMatch(/extractor +3 +1 +operator +0\/0/)
})

test('scale --watch prints the table once, then what changed, until it is told to stop', async () => {
  const { child, said, ended } = start(['scale', '--watch', '--interval', '0.2'])
  await expect.poll(() => said.out, { timeout: 15_000 }).toMatch(/parser +4 +2/)
  const table = said.out.length
  tell({ waiting: 1 })
  await expect.poll(() => said.out, { timeout: 10_000 }).toMatch(/parser +waiting 1 +in flight 2/)
  expect(said.out.slice(table).trim().split('\n')).toHaveLength(1)
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, err: '' })
})

test('scale --watch --json is a line for each change, and outlives a cluster that is away', async () => {
  const { child, said, ended } = start(['scale', '--watch', '--interval', '0.2', '--json'])
  const lines = () => said.out.split('\n').filter((line) => line !== '')
  await expect.poll(() => lines().length, { timeout: 15_000 }).toBe(1)
  for (const path of [paths.functions, paths.deployments]) api.refuse(path, 401, 'Unauthorized')
  await expect.poll(() => said.err, { timeout: 10_000 }).toContain('(401)')
  for (const [path, body] of wholeCluster()) api.answer(path, body)
  const busy = wholeCluster()
  changeItems(busy, paths.deployments, (item) => {
    if (item.metadata.name !== 'parser-00001-deployment') return
    item.spec.replicas = 2
    item.status.readyReplicas = 1
  })
  api.answer(paths.deployments, busy.get(paths.deployments)!)
  await expect
    .poll(() => parserIn(lines().at(-1)!)?.function, { timeout: 10_000 })
    .toEqual({ ready: 1, desired: 2 })
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^stonks scale: .*\(401\)/),
  })
})

test('scale says so where nothing is installed', async () => {
  const { code, out } = await stonks(['scale', '--namespace', 'elsewhere', '--json'])
  expect(code).toBe(1)
  expect(parserIn(out)).toMatchObject({ pump: null, function: null, mode: null, ready: false })
})

test('without a cluster, scale shows the platform that runs here', async () => {
  const root = mkdtempSync(join(tmpdir(), 'stonks-scale-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const nowhere = { KUBECONFIG: '' }
  const none = await stonks(['scale', '--local', '--state', root], nowhere)
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('npm run up') })
  expect((await stonks(['scale'], nowhere)).err).toContain('No cluster is configured')
  const live = join(root, 'live')
  mkdirSync(live)
  writeRun(live, { self: identify(process.pid), env: { REDIS_URL: redisUrl }, children: [] })
  await redis.hset(REPLICAS, { parser: 1 })
  await redis.rpush(pendingKey('parsing'), 'a')
  const { code, out } = await stonks(['scale', '--local', '--state', root], nowhere)
  expect(code).toBe(0)
  expect(out).toMatch(/parser +1 +0 +- +- +1\/1 +local/)
})

test.each([
  [['doctor', '--context', 'x'], '--context and --namespace go with --cluster'],
  [['doctor', '--cluster', '--context', 'x'], 'no context "x". It has: trial'],
  [['scale', '--interval', '1'], '--interval goes with --watch'],
  [['scale', '--watch', '--interval', '0'], '--interval takes seconds'],
  [['scale', '--local', '--namespace', 'x'], '--local has no context'],
  [['scale', '--state', 'x'], '--state goes with --local'],
])('%j is wrong use, and says why', async (args, words) => {
  const { code, err } = await stonks(args)
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) })
})
