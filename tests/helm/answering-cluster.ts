/** An API server that only answers what a chart looks up: discovery, and the objects it is given. */

import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { chart, helm, REQUIRED, type KubernetesObject } from './render.ts'

/** Kinds a server knows, by group and version: their plural names. */
type Kinds = Record<string, Record<string, string>>

const BUILT_IN: Kinds = {
  v1: { Namespace: 'namespaces', Secret: 'secrets', ConfigMap: 'configmaps' },
  'apps/v1': { Deployment: 'deployments' },
}

export type ClusterParts = { objects: readonly KubernetesObject[]; kinds: Kinds }

/**
 * What `helm install` says of a cluster before it makes anything: the chart's refusal, or ''.
 *
 * The server knows few of the kinds that the chart makes, so an installation that the chart does
 * not refuse always ends once everything is rendered.
 *
 * @throws Error when it ends for any other reason.
 */
export async function refusalOf(
  parts: ClusterParts,
  set: Record<string, string> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stonks-cluster-'))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://cluster')
    const found = request.method === 'GET' ? answer(parts, pathname) : undefined
    const missing = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound' }
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(found ?? { ...missing, code: 404 }))
  })
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await writeFile(join(folder, 'config'), kubeconfig(port))
    return await install(folder, { ...REQUIRED, ...set })
  } finally {
    server.close()
    server.closeAllConnections()
    await rm(folder, { recursive: true })
  }
}

async function install(folder: string, set: Record<string, string>): Promise<string> {
  process.env['KUBECACHEDIR'] = folder
  const pairs = Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`])
  const args = ['stonks', await chart(), '--namespace', 'stonks-oracle', ...pairs]
  const said = await helm('install', ...args, '--kubeconfig', join(folder, 'config')).then(
    () => 'installed',
    (fault: Error) => fault.message,
  )
  if (said.includes('unable to build kubernetes objects')) return ''
  const [, refusal] = /checks-cluster\.yaml:\d+:\d+\): (.*)$/s.exec(said) ?? []
  if (refusal) return refusal
  throw new Error(`Install the chart: expected a refusal or its objects, found: ${said}`)
}

function answer({ objects, kinds }: ClusterParts, path: string): object | undefined {
  const all: Kinds = { ...BUILT_IN, ...kinds }
  if (path === '/version') return { major: '1', minor: '35', gitVersion: 'v1.35.0' }
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] }
  if (path === '/apis') {
    const versions = Object.keys(all).filter((version) => version.includes('/'))
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: versions.map(groupOf) }
  }
  const [, groupVersion = '', rest = ''] = /^\/apis?\/(v1|[^/]+\/[^/]+)\/?(.*)$/.exec(path) ?? []
  const known = all[groupVersion]
  if (!known) return undefined
  if (!rest) {
    const resources = Object.entries(known).map(([kind, name]) => ({
      kind,
      name,
      singularName: '',
      verbs: ['get', 'list'],
      namespaced: kind !== 'Namespace',
    }))
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
  }
  const isNamespace = /^namespaces\/([^/]+)$/.exec(rest)
  const inside = /^namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(rest)
  const [, namespace, plural, name] = isNamespace
    ? [undefined, undefined, 'namespaces', isNamespace[1]]
    : (inside ?? [])
  const found = objects.filter(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === groupVersion &&
      known[kind] === plural &&
      metadata.namespace === namespace &&
      (name === undefined || metadata.name === name),
  )
  return name === undefined ? { kind: 'List', apiVersion: groupVersion, items: found } : found[0]
}

function groupOf(groupVersion: string): object {
  const [name, version] = groupVersion.split('/')
  return {
    name,
    versions: [{ groupVersion, version }],
    preferredVersion: { groupVersion, version },
  }
}

function kubeconfig(port: number): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: 'test', user: {} }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  })
}
