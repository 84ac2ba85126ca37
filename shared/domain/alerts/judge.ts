/** Judges rules in rounds: what fires, since when. A rule that needs what nobody here tells is left to Prometheus. */

import {
  evaluate,
  keyOfLabels,
  type Labels,
  type MetricPoint,
  type MetricsSeen,
} from './evaluate.ts'
import { metricsIn, parseExpression, type Node } from './parse.ts'

/** One of Prometheus' rules; without a severity it only records under its name. */
export type AlertRule = {
  name: string
  expr: string
  severity?: 'critical' | 'warning' | 'info'
  forSeconds?: number
  summary?: string
  runbook?: string
}

export type Firing = {
  alert: string
  severity: string
  labels: Labels
  summary: string
  value: number
  sinceMs: number
}

type Read = AlertRule & {
  node: Node
  isHere: boolean
  /** After so long a judge has seen all that the rule looks back on, and how long it held since. */
  sureSeconds: number
}

/** Rules with whether they can be judged by these metrics alone. */
export function readRules(rules: readonly AlertRule[], metrics: ReadonlySet<string>): Read[] {
  const known = new Set(metrics)
  const recorded = new Map<string, number>()
  return rules.map((rule) => {
    const node = nodeOf(rule)
    const isHere = node !== undefined && metricsIn(node).every((name) => known.has(name))
    const range = node ? longestRange(node, recorded) : 0
    if (isHere && rule.severity === undefined) known.add(rule.name)
    if (rule.severity === undefined) recorded.set(rule.name, range)
    const sureSeconds = (rule.forSeconds ?? 0) + range
    return { ...rule, node: node ?? { kind: 'number', value: 0 }, isHere, sureSeconds }
  })
}

/** Undefined of what asks for functions that only Prometheus has. */
function nodeOf({ expr }: AlertRule): Node | undefined {
  try {
    return parseExpression(expr)
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined
    throw fault
  }
}

/** Points of a round are kept closely for an hour, and then a quarter of an hour apart, for three days. */
const CLOSE_MS = 3_600_000
const APART_MS = 900_000
const KEPT_MS = 3 * 86_400_000

type Round = { atMs: number; points: ReadonlyMap<string, readonly MetricPoint[]> }

/** A judge that remembers earlier rounds: give it each round's metrics, and it says what fires. */
export function openJudge(
  read: readonly Read[],
): (atMs: number, points: ReadonlyMap<string, readonly MetricPoint[]>) => Firing[] {
  const pending = new Map<string, number>()
  const counters = new Set(read.flatMap(({ node }) => rangedIn(node)))
  let rounds: Round[] = []
  return (atMs, points) => {
    const kept = new Map([...points].filter(([name]) => counters.has(name)))
    rounds = thinned([...rounds, { atMs, points: kept }], atMs)
    const now = new Map(points)
    const seen: MetricsSeen = {
      now: (name) => now.get(name) ?? [],
      within: (name, seconds) =>
        rounds
          .filter((round) => round.atMs >= atMs - seconds * 1_000)
          .map((round) => round.points.get(name) ?? []),
    }
    const firing: Firing[] = []
    const met = new Set<string>()
    for (const rule of read.filter(({ isHere }) => isHere)) {
      const value = evaluate(rule.node, seen)
      const found = typeof value === 'number' ? [] : value
      if (rule.severity === undefined) {
        now.set(rule.name, found)
        continue
      }
      for (const one of found) {
        const key = `${rule.name} ${keyOfLabels(one.labels)}`
        const sinceMs = pending.get(key) ?? atMs
        pending.set(key, sinceMs)
        met.add(key)
        if (atMs - sinceMs >= (rule.forSeconds ?? 0) * 1_000)
          firing.push(viewFiring(rule, one, sinceMs))
      }
    }
    for (const key of pending.keys()) if (!met.has(key)) pending.delete(key)
    return firing
  }
}

function viewFiring(rule: AlertRule, { labels, value }: MetricPoint, sinceMs: number): Firing {
  const { namespace: _here, instance: _one, ...own } = labels
  const summary = (rule.summary ?? rule.name)
    .replaceAll(
      /\{\{ with \$labels\.(\w+) \}\}(.*?)\{\{ else \}\}(.*?)\{\{ end \}\}/g,
      (_all, name: string, some: string, none: string) =>
        own[name] ? some.replaceAll('{{ . }}', own[name]) : none,
    )
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_all, name: string) => own[name] ?? name)
  return {
    alert: rule.name,
    severity: rule.severity ?? 'info',
    labels: own,
    summary,
    value,
    sinceMs,
  }
}

function rangedIn(node: Node): string[] {
  if (node.kind === 'select') return node.rangeSeconds > 0 ? [node.name] : []
  if (node.kind === 'gather') return rangedIn(node.of)
  if (node.kind === 'call') return node.args.flatMap(rangedIn)
  if (node.kind === 'binary') return [...rangedIn(node.left), ...rangedIn(node.right)]
  return []
}

/** In seconds; `recorded` has those of rules that record. */
function longestRange(node: Node, recorded: ReadonlyMap<string, number>): number {
  const of = (one: Node) => longestRange(one, recorded)
  if (node.kind === 'select') return Math.max(node.rangeSeconds, recorded.get(node.name) ?? 0)
  if (node.kind === 'gather') return of(node.of)
  if (node.kind === 'call') return Math.max(0, ...node.args.map(of))
  if (node.kind === 'binary') return Math.max(of(node.left), of(node.right))
  return 0
}

function thinned(rounds: readonly Round[], nowMs: number): Round[] {
  let last = -Infinity
  return rounds.filter(({ atMs }) => {
    if (atMs < nowMs - KEPT_MS) return false
    if (atMs < nowMs - CLOSE_MS && atMs - last < APART_MS) return false
    last = atMs
    return true
  })
}
