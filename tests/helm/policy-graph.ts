/** Which connections NetworkPolicies allow, over every port, as Kubernetes defines it. */

import { BlockList, isIPv6 } from 'node:net'
import type {
  INetworkPolicyPeer,
  INetworkPolicyPort,
  INetworkPolicySpec,
} from 'kubernetes-models/networking.k8s.io/v1'

export type Labels = Record<string, string>

/** An end of a connection: an address, and the pod behind it where there is one. */
export type End = { address: string; pod?: { namespace: string; labels: Labels } }

export type Policy = { namespace: string; spec: INetworkPolicySpec }

/** Ports of one protocol, both ends included. */
export type Span = { protocol: string; first: number; last: number }

type Selector = NonNullable<INetworkPolicyPeer['podSelector']>
type Way = 'Ingress' | 'Egress'

const EVERYTHING: Span[] = ['TCP', 'UDP', 'SCTP'].map((protocol) => ({
  protocol,
  first: 1,
  last: 65_535,
}))

/**
 * The ports at which `from` may open connections to `to`: those that the policies of both ends let
 * through. Ordered and without overlap; empty where there are none.
 *
 * A namespace bears the label `kubernetes.io/metadata.name`, as API servers set it, and no other.
 *
 * @throws Error where a policy names a port by name, which has no number without containers.
 */
export function allowedPorts(policies: readonly Policy[], from: End, to: End): Span[] {
  const out = openPorts(policies, 'Egress', from, to)
  const into = openPorts(policies, 'Ingress', to, from)
  return merge(out.flatMap((span) => into.flatMap((other) => overlap(span, other))))
}

/** What the policies that select `own` let through to or from `other`; all where none selects it. */
function openPorts(policies: readonly Policy[], way: Way, own: End, other: End): Span[] {
  const { pod } = own
  if (!pod) return EVERYTHING
  const selecting = policies.filter(
    ({ namespace, spec }) =>
      namespace === pod.namespace &&
      waysOf(spec).includes(way) &&
      matches(spec.podSelector, pod.labels),
  )
  if (selecting.length === 0) return EVERYTHING
  return selecting.flatMap(({ namespace, spec }) =>
    rulesOf(spec, way)
      .filter(
        ({ peers }) => peers.length === 0 || peers.some((peer) => isIt(peer, namespace, other)),
      )
      .flatMap(({ ports }) => (ports.length === 0 ? EVERYTHING : ports.flatMap(spansOf))),
  )
}

/** Without policyTypes, a policy is about ingress, and about egress where it has such rules. */
function waysOf({ policyTypes, egress }: INetworkPolicySpec): readonly string[] {
  if (policyTypes && policyTypes.length > 0) return policyTypes
  return egress && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
}

type Rule = { peers: readonly INetworkPolicyPeer[]; ports: readonly INetworkPolicyPort[] }

function rulesOf(spec: INetworkPolicySpec, way: Way): Rule[] {
  return way === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from ?? [], ports: ports ?? [] }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to ?? [], ports: ports ?? [] }))
}

/** Both selectors of one peer must match; without a namespaceSelector the policy's own is meant. */
function isIt(peer: INetworkPolicyPeer, namespace: string, { address, pod }: End): boolean {
  if (peer.ipBlock) {
    const { cidr, except } = peer.ipBlock
    return isWithin(address, cidr) && !(except ?? []).some((block) => isWithin(address, block))
  }
  if (!pod) return false
  const named = { 'kubernetes.io/metadata.name': pod.namespace }
  const inside = peer.namespaceSelector
    ? matches(peer.namespaceSelector, named)
    : pod.namespace === namespace
  return inside && matches(peer.podSelector, pod.labels)
}

/** An empty selector matches all; so does none, where the caller has asked before. */
function matches(selector: Selector | undefined, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {}
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key]
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      const listed = value !== undefined && values.includes(value)
      return operator === 'In' ? listed : !listed
    })
  )
}

function isWithin(address: string, cidr: string): boolean {
  const [network = '', bits] = cidr.split('/')
  if (isIPv6(address) !== isIPv6(network)) return false
  const family = isIPv6(network) ? 'ipv6' : 'ipv4'
  const block = new BlockList()
  block.addSubnet(network, Number(bits), family)
  return block.check(address, family)
}

function spansOf({ protocol = 'TCP', port, endPort }: INetworkPolicyPort): Span {
  if (typeof port === 'string') throw new Error(`Read a policy: it names port "${port}" by name`)
  if (port === undefined) return { protocol, first: 1, last: 65_535 }
  return { protocol, first: port, last: endPort ?? port }
}

function overlap(a: Span, b: Span): Span[] {
  if (a.protocol !== b.protocol) return []
  const first = Math.max(a.first, b.first)
  const last = Math.min(a.last, b.last)
  return first <= last ? [{ protocol: a.protocol, first, last }] : []
}

function merge(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort(
    (a, b) => a.protocol.localeCompare(b.protocol) || a.first - b.first,
  )
  const merged: Span[] = []
  for (const span of sorted) {
    const before = merged.at(-1)
    if (before?.protocol === span.protocol && span.first <= before.last + 1)
      before.last = Math.max(before.last, span.last)
    else merged.push({ ...span })
  }
  return merged
}
