/** Every way into a release from outside the cluster, and what guards it. */

import { containersOf } from './pod-security.ts'
import { isKnativeService, podsOf } from './pods.ts'
import type { KubernetesObject } from './render.ts'

type IngressSpec = {
  tls?: { hosts?: string[] }[]
  defaultBackend?: object
  rules?: { host?: string; http: { paths: { backend: { service: { name: string } } }[] } }[]
}
type ServiceSpec = {
  type?: string
  externalIPs?: string[]
  ports?: { nodePort?: number }[]
}

/** Annotations by which ingress controllers ask another before they let a request in. */
export const ASKS_FIRST = [
  'traefik.ingress.kubernetes.io/router.middlewares',
  'nginx.ingress.kubernetes.io/auth-url',
]

/** What stands open, each with the object that opens it; the page over TLS is no open door. */
export function openDoorsIn(objects: readonly KubernetesObject[]): string[] {
  return [
    ...objects.flatMap((object) =>
      doorsOf(object).map((door) => `${object.kind}/${object.metadata.name}: ${door}`),
    ),
    ...podsOf(objects).flatMap(({ owner, spec }) => [
      ...(spec.hostNetwork ? [`${owner}: is on the node's network`] : []),
      ...containersOf(spec)
        .flatMap(({ ports = [] }) => ports)
        .filter(({ hostPort }) => hostPort)
        .map(({ hostPort }) => `${owner}: port ${hostPort} of the node`),
    ]),
  ]
}

function doorsOf(object: KubernetesObject): string[] {
  if (isKnativeService(object)) {
    const visible = object.metadata.labels?.['networking.knative.dev/visibility']
    return visible === 'cluster-local' ? [] : ['is published by Knative']
  }
  if (object.kind === 'Service') return serviceDoors(object.spec as ServiceSpec)
  if (object.kind === 'Ingress') return ingressDoors(object)
  return PUBLISHING.test(object.kind) ? ['publishes'] : []
}

/** Kinds of other ways in, which the chart has none of. */
const PUBLISHING = /^(IngressRoute|HTTPRoute|TCPRoute|TLSRoute|Gateway|VirtualService|Route)/

function serviceDoors({ type = 'ClusterIP', externalIPs = [], ports = [] }: ServiceSpec) {
  return [
    ...(type === 'ClusterIP' ? [] : [`is a ${type}`]),
    ...externalIPs.map((address) => `has the address ${address}`),
    ...ports.flatMap(({ nodePort }) => (nodePort ? [`port ${nodePort} of every node`] : [])),
  ]
}

function ingressDoors({ spec, metadata }: KubernetesObject): string[] {
  const { tls = [], rules = [], defaultBackend } = spec as IngressSpec
  const covered = tls.flatMap(({ hosts = [] }) => hosts)
  const asks = ASKS_FIRST.some((name) => metadata.annotations?.[name])
  return [
    ...(defaultBackend ? ['takes every host'] : []),
    ...rules.flatMap(({ host = '', http }) => [
      ...(covered.includes(host) ? [] : [`${host || 'every host'} without TLS`]),
      ...http.paths
        .map(({ backend }) => backend.service.name)
        .filter((name) => name !== 'dashboard' && !asks)
        .map((name) => `leads to ${name}, which asks nobody to sign in`),
    ]),
  ]
}
