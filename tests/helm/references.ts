/** What the objects of a release name in each other, and whether it is there. */

import type { IContainer, IPodSpec } from 'kubernetes-models/v1'
import { containersOf } from './pod-security.ts'
import { isKnativeService, podsOf, type PodTemplate } from './pods.ts'
import type { KubernetesObject } from './render.ts'

type Labels = Record<string, string>
type Port = string | number

/** What is named and not there, each with who names it; an empty list where all is. */
export function danglingIn(objects: readonly KubernetesObject[]): string[] {
  const pods = podsOf(objects)
  return [
    ...pods.flatMap((pod) => podReferences(pod, objects).map((fault) => `${pod.owner}: ${fault}`)),
    ...objects
      .filter((object) => !isKnativeService(object))
      .flatMap((object) =>
        (checks[object.kind]?.(object, objects, pods) ?? []).map(
          (fault) => `${object.kind}/${object.metadata.name}: ${fault}`,
        ),
      ),
  ]
}

type Check = (
  object: KubernetesObject,
  objects: readonly KubernetesObject[],
  pods: readonly PodTemplate[],
) => string[]

const checks: Record<string, Check | undefined> = {
  Service: ({ spec }, _objects, pods) => {
    const { selector, ports } = spec as { selector: Labels; ports: { targetPort: Port }[] }
    const chosen = pods.filter(({ labels }) => holds(labels, selector))
    if (chosen.length !== 1) return [`selects ${chosen.length} kinds of pods`]
    const open = chosen.flatMap((pod) => portsOf(pod.spec))
    return ports
      .filter(({ targetPort }) => !open.includes(targetPort))
      .map(({ targetPort }) => `no container opens port ${targetPort}`)
  },
  Deployment: ({ spec, metadata }, _objects, pods) => {
    const { selector } = spec as { selector: { matchLabels: Labels } }
    const chosen = pods.filter(({ labels }) => holds(labels, selector.matchLabels))
    const own = chosen.map(({ owner }) => owner).join(', ')
    return own === `Deployment/${metadata.name}` ? [] : [`selects the pods of ${own || 'nobody'}`]
  },
  PodDisruptionBudget: ({ spec }, _objects, pods) => {
    const { selector } = spec as { selector: { matchLabels: Labels } }
    const chosen = pods.filter(({ labels }) => holds(labels, selector.matchLabels))
    return chosen.length === 1 ? [] : [`selects ${chosen.length} kinds of pods`]
  },
  Ingress: ({ spec }, objects) => {
    type Backend = { service: { name: string; port: { name?: string; number?: number } } }
    const { rules } = spec as { rules: { http: { paths: { backend: Backend }[] } }[] }
    return rules
      .flatMap(({ http }) => http.paths)
      .flatMap(({ backend: { service } }) => {
        const target = find(objects, 'Service', service.name)
        const { ports = [] } = (target?.spec ?? {}) as { ports?: { name: string; port: number }[] }
        const { name, number } = service.port
        return ports.some((port) => port.name === name || port.port === number)
          ? []
          : [`no Service ${service.name} with port ${name ?? number}`]
      })
  },
  ScaledObject: ({ spec }, objects) => {
    const { scaleTargetRef, triggers } = spec as {
      scaleTargetRef: { name: string }
      triggers: { authenticationRef?: { name: string } }[]
    }
    return [
      ...missing(objects, 'Deployment', [scaleTargetRef.name]),
      ...missing(
        objects,
        'TriggerAuthentication',
        triggers.flatMap(({ authenticationRef: ref }) => (ref ? [ref.name] : [])),
      ),
    ]
  },
  TriggerAuthentication: ({ spec }, objects) => {
    const { secretTargetRef = [] } = spec as { secretTargetRef?: { name: string; key: string }[] }
    return secretTargetRef.flatMap(({ name, key }) => missingKey(objects, 'Secret', name, key))
  },
  ServiceMonitor: ({ spec }, objects) => {
    const { selector, endpoints } = spec as {
      selector: { matchLabels: Labels }
      endpoints: { port: string }[]
    }
    const services = objects.filter(
      (object) =>
        object.kind === 'Service' &&
        !isKnativeService(object) &&
        holds(object.metadata.labels ?? {}, selector.matchLabels),
    )
    const open = services.flatMap((object) => (object.spec as { ports: { name: string }[] }).ports)
    return endpoints
      .filter(({ port }) => !open.some(({ name }) => name === port))
      .map(({ port }) => `no Service that it selects has a port ${port}`)
  },
}

function podReferences({ spec }: PodTemplate, objects: readonly KubernetesObject[]): string[] {
  const { volumes = [], serviceAccountName = 'default' } = spec
  return [
    ...missing(objects, 'ServiceAccount', [serviceAccountName]),
    ...volumes.flatMap(({ configMap, secret, persistentVolumeClaim: claim }) => [
      ...(configMap?.items ?? []).flatMap(({ key }) =>
        missingKey(objects, 'ConfigMap', configMap?.name, key),
      ),
      ...missing(objects, 'ConfigMap', configMap?.name ? [configMap.name] : []),
      ...missing(objects, 'Secret', secret?.secretName ? [secret.secretName] : []),
      ...missing(objects, 'PersistentVolumeClaim', claim ? [claim.claimName] : []),
    ]),
    ...containersOf(spec).flatMap((container) => containerReferences(container, spec, objects)),
  ]
}

function containerReferences(
  { env = [], envFrom = [], volumeMounts = [], ...container }: IContainer,
  { volumes = [] }: IPodSpec,
  objects: readonly KubernetesObject[],
): string[] {
  const probes = [container.readinessProbe, container.livenessProbe, container.startupProbe]
  const asked = probes.flatMap((probe) => probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? [])
  const open = portsOf({ containers: [{ ports: container.ports ?? [], name: '' }] })
  return [
    ...env.flatMap(({ valueFrom: { configMapKeyRef: config, secretKeyRef: secret } = {} }) => [
      ...(config ? missingKey(objects, 'ConfigMap', config.name, config.key) : []),
      ...(secret ? missingKey(objects, 'Secret', secret.name, secret.key) : []),
    ]),
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      ...missing(objects, 'ConfigMap', configMapRef?.name ? [configMapRef.name] : []),
      ...missing(objects, 'Secret', secretRef?.name ? [secretRef.name] : []),
    ]),
    ...volumeMounts
      .filter(({ name }) => !volumes.some((volume) => volume.name === name))
      .map(({ name }) => `no volume ${name}`),
    ...asked.filter((port) => !open.includes(port)).map((port) => `a probe asks port ${port}`),
  ]
}

/** Names and numbers of every port that containers open. */
function portsOf({ containers }: Pick<IPodSpec, 'containers'>): Port[] {
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ name, containerPort }) => [containerPort, ...(name ? [name] : [])]),
  )
}

function holds(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value)
}

function find(objects: readonly KubernetesObject[], kind: string, name: string | undefined) {
  return objects.find(
    (object) => object.kind === kind && object.metadata.name === name && !isKnativeService(object),
  )
}

function missing(objects: readonly KubernetesObject[], kind: string, names: string[]): string[] {
  return names.filter((name) => !find(objects, kind, name)).map((name) => `no ${kind} ${name}`)
}

function missingKey(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string | undefined,
  key: string,
): string[] {
  const found = find(objects, kind, name)
  const keys = Object.keys({ ...(found?.data as object), ...(found?.stringData as object) })
  return keys.includes(key) ? [] : [`no ${kind} ${name} with ${key}`]
}
