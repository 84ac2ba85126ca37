/** The dashboard's nginx, run as its image runs it, before an upstream of the test's. */

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnv } from '#shared/host/env.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'

/** Where the machine has no nginx: `test.skipIf(noNginx)`, saying so in the title. */
export const noNginx = spawnSync('nginx', ['-v']).error !== undefined

const START_MS_MAX = 15_000

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string }
export type Proxy = {
  port: number
  /** Sends an address as it is written, which `fetch` would tidy up first. */
  ask(method: string, address: string, headers?: Record<string, string>): Promise<Answer>
  /** What came through, such as `GET /api/orders?limit=1`, with its headers. */
  passed: { line: string; headers: IncomingHttpHeaders }[]
  stop(): Promise<void>
}

/** Starts both; every answer of the upstream carries `headers`. */
export async function startProxy(
  allowedHosts: string,
  headers: Record<string, string> = {},
): Promise<Proxy> {
  const passed: Proxy['passed'] = []
  const upstream = createServer((asked, answer) => {
    passed.push({ line: `${asked.method} ${asked.url}`, headers: asked.headers })
    answer.writeHead(200, { 'content-type': 'application/json', ...headers }).end('{}')
  })
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const folder = mkdtempSync(join(tmpdir(), 'stonks-nginx-'))
  chmodSync(folder, 0o755)
  const [port] = (await freePorts(1)) as [number]
  writeSite(folder, port, (upstream.address() as AddressInfo).port)
  const child = spawn('sh', [join(folder, 'start.sh')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: childEnv({ ALLOWED_HOSTS: allowedHosts }),
  })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    upstream.close()
    upstream.closeAllConnections()
    rmSync(folder, { recursive: true, force: true })
  }
  const ask: Proxy['ask'] = (method, address, more = {}) => send(port, method, address, more)
  const deadline = Date.now() + START_MS_MAX
  while (!(await ask('GET', '/health').catch(() => undefined))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`nginx does not start: ${told}`)
    }
    await sleep(20)
  }
  return { port, ask, passed, stop }
}

/** The image's own files, with this machine's ports, and a folder in the place of its root. */
function writeSite(folder: string, port: number, upstream: number): void {
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), 'the page')
  writeFileSync(join(folder, 'page/assets/a.js'), '1')
  const conf = readFileSync('images/nginx.conf', 'utf8')
    .replaceAll('/tmp/', `${folder}/`)
    .replace('include /etc/nginx/mime.types;', 'types { text/html html; text/javascript js; }')
    .replace('root /app/page;', `root ${folder}/page;`)
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replace('access_log /dev/stdout json;', 'access_log off;')
    .replace('set $service query-api;', 'set $service 127.0.0.1;')
    .replaceAll('$service$domain:8000', `$service:${upstream}`)
  writeFileSync(join(folder, 'nginx.conf'), conf)
  const script = readFileSync('images/dashboard.sh', 'utf8')
    .replaceAll('/tmp/', `${folder}/`)
    .replace('exec nginx ', `exec nginx -c ${folder}/nginx.conf `)
  writeFileSync(join(folder, 'start.sh'), script)
}

function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, setHost: !headers['host'] },
      (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (text: string) => (body += text))
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
        )
      },
    )
    sent.once('error', reject)
    sent.end()
  })
}
