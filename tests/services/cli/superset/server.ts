/** A real Superset for a test file, set up as the chart sets it up: SUPERSET_PYTHON names the Python that has it. */

import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../../../../services/local/embedded/ports.ts'

const python = process.env['SUPERSET_PYTHON']
/** Why there is no Superset here, for a test's title; empty where there is one. */
export const whyNoSuperset = python
  ? ''
  : ' (skipped: no SUPERSET_PYTHON, a Python with what images/superset.Containerfile installs)'

const file = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
const READY_MS = 120_000

export type TestSuperset = {
  /** `load.py` over a folder, as the pod does before it serves. What it says. */
  load(folder: string): Promise<string>
  addUser(name: string, role: string): Promise<void>
  serve(): Promise<void>
  /** Answer of the API to that user, whose password is the name. */
  ask(user: string, method: string, path: string, body?: object): Promise<Answer>
  url: string
  stop(): void
}
export type Answer = { status: number; body: unknown }

export async function openSuperset(redisUrl: string): Promise<TestSuperset> {
  const home = mkdtempSync(join(tmpdir(), 'stonks-superset-'))
  const [port] = (await freePorts(1)) as [number]
  const url = `http://127.0.0.1:${port}`
  writeFileSync(
    join(home, 'config.py'),
    `exec(open(${JSON.stringify(file('helm/files/superset_config.py'))}).read())
SQLALCHEMY_DATABASE_URI = "sqlite:///${join(home, 'superset.db')}"
`,
  )
  const bin = dirname(python ?? '')
  // As the chart gives it: the password by itself.
  const redis = new URL(redisUrl)
  const password = decodeURIComponent(redis.password)
  redis.password = ''
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    SUPERSET_HOME: home,
    // As its own image says.
    FLASK_APP: 'superset.app:create_app()',
    SUPERSET_CONFIG_PATH: join(home, 'config.py'),
    SUPERSET_SECRET_KEY: randomBytes(32).toString('base64'),
    REDIS_URL: redis.href,
    REDIS_PASSWORD: password,
  }
  const run = async (program: string, ...args: string[]) => {
    const options = { env, cwd: home, maxBuffer: 64 * 1024 ** 2 }
    return (await promisify(execFile)(join(bin, program), args, options)).stdout
  }
  const addUser = async (name: string, role: string) => {
    const told = {
      username: name,
      firstname: name,
      lastname: name,
      email: `${name}@localhost`,
      password: name,
    }
    const options = Object.entries(told).flatMap(([option, value]) => [`--${option}`, value])
    if (role === 'Admin') await run('superset', 'fab', 'create-admin', ...options)
    else await run('superset', 'fab', 'create-user', '--role', role, ...options)
  }
  await run('superset', 'db', 'upgrade')
  await addUser('admin', 'Admin')
  await run('superset', 'init')
  let stop = () => undefined as void
  const tokens = new Map<string, string>()
  /** What proves that a change is meant: a token, and the session that it is of. */
  const meant = async (user: string): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${tokens.get(user)}` }
    const response = await fetch(`${url}/api/v1/security/csrf_token/`, { headers })
    const { result } = (await response.json()) as { result: string }
    return {
      'x-csrftoken': result,
      cookie: response.headers.getSetCookie().join('; '),
      referer: url,
    }
  }
  const ask = async (user: string, method: string, path: string, body?: object) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(tokens.has(user) ? { authorization: `Bearer ${tokens.get(user)}` } : {}),
        ...(tokens.has(user) && method !== 'GET' ? await meant(user) : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
    }
  }
  return {
    url,
    load: (folder) => run('python', file('images/superset/load.py'), folder),
    addUser,
    async serve() {
      const args = [
        '--bind',
        `127.0.0.1:${port}`,
        '--workers=1',
        '--worker-class=gthread',
        '--threads=8',
      ]
      const child = spawn(
        join(bin, 'gunicorn'),
        [...args, '--timeout=120', 'superset.app:create_app()'],
        {
          env,
          cwd: home,
          stdio: 'ignore',
        },
      )
      stop = () => void child.kill('SIGKILL')
      await untilAnswers(`${url}/health`)
    },
    async ask(user, method, path, body) {
      if (!tokens.has(user)) {
        const told = { username: user, password: user, provider: 'db' }
        const { body: signed } = await ask(user, 'POST', '/api/v1/security/login', told)
        tokens.set(user, (signed as { access_token: string }).access_token)
      }
      return ask(user, method, path, body)
    },
    stop() {
      stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + READY_MS
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`Start Superset: ${url} did not answer within ${READY_MS} ms`)
}
