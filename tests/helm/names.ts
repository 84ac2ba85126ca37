/** Kubernetes' rules of writing that no schema holds: names, labels, sizes, quantities. */

import { containersOf } from './pod-security.ts'
import { isKnativeService, podsOf } from './pods.ts'
import type { KubernetesObject } from './render.ts'

const LABEL_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const QUALIFIED =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/
const QUANTITY = /^(\d+(?:\.\d+)?|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

const ANNOTATIONS_MAX = 256 * 1024
const DATA_MAX = 1024 * 1024
/** `-00001-deployment`, which Knative adds to a Service's name, and a label must hold. */
const REVISION_SUFFIX = 17
/** Set by Knative in every function; it refuses a template that sets them. */
const KNATIVE_OWN = ['PORT', 'K_SERVICE', 'K_REVISION', 'K_CONFIGURATION']

/** What breaks the rules, each with the object; an empty list where nothing does. */
export function misnamedIn(objects: readonly KubernetesObject[]): string[] {
  return [
    ...objects.flatMap((object) =>
      [...nameFaults(object), ...metadataFaults(object), ...sizeFaults(object)].map(
        (fault) => `${object.kind}/${object.metadata.name}: ${fault}`,
      ),
    ),
    ...twice(
      objects.map(
        ({ apiVersion, kind, metadata }) => `${group(apiVersion)}${kind}/${metadata.name}`,
      ),
    ),
    // A Knative Service makes a Kubernetes Service of its name.
    ...twice(objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name)),
    ...podsOf(objects).flatMap((pod) => podFaults(pod.spec, pod.owner)),
    ...objects.filter(isKnativeService).flatMap(knativeFaults),
  ]
}

function nameFaults(object: KubernetesObject): string[] {
  const { name } = object.metadata
  const isService = object.kind === 'Service'
  if (isService ? LABEL_NAME.test(name) : SUBDOMAIN.test(name) && name.length <= 253) {
    const max = isKnativeService(object) ? 63 - REVISION_SUFFIX : 63
    return isService && name.length > max ? [`name has more than ${max} characters`] : []
  }
  return [`name "${name}" is no DNS name`]
}

function metadataFaults({ metadata, spec }: KubernetesObject): string[] {
  const template = (spec as { template?: { metadata?: KubernetesObject['metadata'] } } | undefined)
    ?.template?.metadata
  return [metadata, template].flatMap((meta) => {
    const labels = Object.entries(meta?.labels ?? {})
    const annotations = Object.entries(meta?.annotations ?? {})
    const size = annotations.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
    return [
      ...[...labels, ...annotations]
        .filter(([key]) => !QUALIFIED.test(key))
        .map(([key]) => `key "${key}" is no qualified name`),
      ...labels
        .filter(([, value]) => !LABEL_VALUE.test(value))
        .map(([key, value]) => `label ${key} may not be "${value}"`),
      ...(size > ANNOTATIONS_MAX ? [`annotations of ${size} characters`] : []),
    ]
  })
}

function sizeFaults({ kind, data, stringData }: KubernetesObject): string[] {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return []
  const size = JSON.stringify([data, stringData]).length
  return size > DATA_MAX ? [`data of ${size} characters`] : []
}

function podFaults(spec: Parameters<typeof containersOf>[0], owner: string): string[] {
  const all = containersOf(spec)
  return [
    ...twice(all.map(({ name }) => `${owner}: container ${name}`)),
    ...twice((spec.volumes ?? []).map(({ name }) => `${owner}: volume ${name}`)),
    ...all.flatMap(({ name, env = [], resources }) => [
      ...twice(env.map((variable) => `${owner}: ${name}: ${variable.name}`)),
      ...env
        .filter((variable) => !VARIABLE.test(variable.name))
        .map((variable) => `${owner}: ${name}: "${variable.name}" is no variable`),
      ...resourceFaults(resources).map((fault) => `${owner}: ${name}: ${fault}`),
    ]),
  ]
}

type Resources = ReturnType<typeof containersOf>[number]['resources']

function resourceFaults({ requests = {}, limits = {} }: NonNullable<Resources> = {}): string[] {
  const wrong = [...Object.entries(requests), ...Object.entries(limits)]
    .filter(([, value]) => !QUANTITY.test(String(value)))
    .map(([key, value]) => `${key} "${value}" is no quantity`)
  if (wrong.length > 0) return wrong
  return Object.entries(requests)
    .filter(([key, value]) => key in limits && amountOf(value) > amountOf(limits[key] ?? 0))
    .map(([key]) => `requests more ${key} than its limit`)
}

export function amountOf(quantity: string | number): number {
  const [, number, unit = ''] = QUANTITY.exec(String(quantity)) ?? []
  const power = 'kMGTPE'.indexOf(unit.charAt(0).replace('K', 'k')) + 1
  const scale = unit === 'm' ? 0.001 : (unit.endsWith('i') ? 1024 : 1000) ** power
  return Number(number) * scale
}

function knativeFaults(service: KubernetesObject): string[] {
  return podsOf([service]).flatMap(({ owner, spec }) =>
    spec.containers.flatMap(({ env = [] }) =>
      env
        .filter(({ name }) => KNATIVE_OWN.includes(name))
        .map(({ name }) => `${owner}: sets ${name}, which is Knative's`),
    ),
  )
}

function group(apiVersion: string): string {
  return apiVersion.includes('/') ? `${apiVersion.split('/')[0]} ` : ''
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
    (name) => `${name} is there twice`,
  )
}
