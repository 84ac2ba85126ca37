/** A small API server for a test file: recorded objects over HTTP, and a kubeconfig that leads to it. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { startServer } from './http.ts'

/** What kubectl would be given; the server refuses everybody else. */
export const TOKEN = 'let-me-read'

export type KubeApi = {
  url: string
  /** Path of a kubeconfig with the context `trial`, signed in, in no namespace of its own. */
  kubeconfig: string
  /** An empty home, where no other kubeconfig is found. */
  home: string
  asked: string[]
  /** The object of a path, or a refusal as Kubernetes words it. */
  answer(path: string, body: object): void
  refuse(path: string, code: number, message: string): void
  /** Where `port-forward` to any pod ends; undefined: nobody listens in the pod. */
  forwardTo(url: string | undefined): void
}

/** Serves until the test file is done. What was not given is not found. */
export async function startKubeApi(): Promise<KubeApi> {
  const { url, asked, server, answer } = await startServer()
  const home = mkdtempSync(join(tmpdir(), 'stonks-kube-'))
  const kubeconfig = join(home, 'kubeconfig')
  writeFileSync(kubeconfig, kubeconfigTo(url))
  let target: string | undefined
  const tunnels = new WebSocketServer({ noServer: true, handleProtocols: () => CHANNELS })
  server.on('upgrade', (request, socket, head) => {
    asked.push(request.url ?? '')
    tunnels.handleUpgrade(request, socket, head, (tunnel) => {
      if (target === undefined) tunnel.close()
      else carry(tunnel, new URL(target))
    })
  })
  afterAll(() => {
    for (const tunnel of tunnels.clients) tunnel.terminate()
    rmSync(home, { recursive: true, force: true })
  })
  return {
    url,
    kubeconfig,
    home,
    asked,
    answer: (path, body) =>
      answer(path, ({ headers }) =>
        headers.authorization === `Bearer ${TOKEN}`
          ? { body: JSON.stringify(body) }
          : { status: 401, body: status(401, 'Unauthorized') },
      ),
    refuse: (path, code, message) => answer(path, { status: code, body: status(code, message) }),
    forwardTo: (address) => {
      target = address
    },
  }
}

const status = (code: number, message: string) =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code })

/** The client speaks plain HTTP only to a server whose certificate it was told not to ask for. */
export function kubeconfigTo(server: string, token = TOKEN): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'trial',
    clusters: [{ name: 'trial', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'trial', context: { cluster: 'trial', user: 'reader' } }],
    users: [{ name: 'reader', user: { token } }],
  })
}

/** The kubelet's framing: a byte for the channel; a channel begins with its port, two bytes. */
const CHANNELS = 'v4.channel.k8s.io'
const DATA = 0
const FAULTS = 1

function carry(tunnel: WebSocket, { hostname, port }: URL): void {
  const begin = Buffer.from([Number(port) & 255, Number(port) >> 8])
  for (const channel of [DATA, FAULTS]) tunnel.send(Buffer.concat([Buffer.from([channel]), begin]))
  const socket = connect(Number(port), hostname)
  socket.on('data', (chunk) => tunnel.send(Buffer.concat([Buffer.from([DATA]), chunk])))
  socket.on('error', () => tunnel.close())
  socket.once('close', () => tunnel.close())
  tunnel.on('message', (frame: Buffer) => {
    if (frame[0] === DATA) socket.write(frame.subarray(1))
  })
  tunnel.once('close', () => socket.destroy())
}
