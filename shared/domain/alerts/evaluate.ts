/** Works out what an expression comes to, over numbers of now and of a while ago. */

import type { Matcher, Node } from './parse.ts'

export type Labels = Readonly<Record<string, string>>
export type MetricPoint = { labels: Labels; value: number }
export type MetricsSeen = {
  /** What a metric says now. */
  now: (name: string) => readonly MetricPoint[]
  /** What it said within the last seconds, the oldest first, now among it. */
  within: (name: string, seconds: number) => readonly (readonly MetricPoint[])[]
}

/** A number, or points by their labels. */
type Value = number | MetricPoint[]

/** @throws RangeError of what it does not know. */
export function evaluate(node: Node, seen: MetricsSeen): Value {
  if (node.kind === 'number') return node.value
  if (node.kind === 'select')
    return seen.now(node.name).filter(({ labels }) => fits(labels, node.matchers))
  if (node.kind === 'gather') return gather(node.how, node.by, vectorOf(evaluate(node.of, seen)))
  if (node.kind === 'call') return call(node.name, node.args[0], seen)
  const [left, right] = [evaluate(node.left, seen), evaluate(node.right, seen)]
  return combine(node, left, right)
}

function fits(labels: Labels, matchers: readonly Matcher[]): boolean {
  return matchers.every(({ label, op, value }) => {
    const found = labels[label] ?? ''
    const isAlike = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test(found) : found === value
    return op.startsWith('!') ? !isAlike : isAlike
  })
}

const vectorOf = (value: Value): MetricPoint[] =>
  typeof value === 'number' ? [{ labels: {}, value }] : value

const picked = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(names.flatMap((name) => (labels[name] ? [[name, labels[name]]] : [])))

export const keyOfLabels = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))

function gather(how: string, by: readonly string[], points: readonly MetricPoint[]): MetricPoint[] {
  const groups = Map.groupBy(points, ({ labels }) => keyOfLabels(picked(labels, by)))
  return [...groups.values()].map((group) => {
    const values = group.map(({ value }) => value)
    const value = {
      max: () => Math.max(...values),
      min: () => Math.min(...values),
      sum: () => values.reduce((sum, one) => sum + one, 0),
      group: () => 1,
    }[how]
    if (!value) throw new RangeError(`no ${how} is known`)
    return { labels: picked(group[0]!.labels, by), value: value() }
  })
}

function call(name: string, arg: Node | undefined, seen: MetricsSeen): MetricPoint[] {
  if (arg?.kind !== 'select') throw new RangeError(`${name} takes a metric`)
  if (name === 'absent')
    return vectorOf(evaluate(arg, seen)).length > 0 ? [] : [{ labels: {}, value: 1 }]
  if (name !== 'increase' && name !== 'rate') throw new RangeError(`no ${name} is known`)
  const rounds = seen.within(arg.name, arg.rangeSeconds)
  const grown = new Map<string, { labels: Labels; last: number; grown: number; times: number }>()
  for (const { labels, value } of rounds.flat()) {
    if (!fits(labels, arg.matchers)) continue
    const key = keyOfLabels(labels)
    const before = grown.get(key)
    // A counter that fell began anew.
    const more = before ? (value >= before.last ? value - before.last : value) : 0
    grown.set(key, {
      labels,
      last: value,
      grown: (before?.grown ?? 0) + more,
      times: (before?.times ?? 0) + 1,
    })
  }
  return [...grown.values()]
    .filter(({ times }) => times > 1)
    .map((one) => ({
      labels: one.labels,
      value: name === 'rate' ? one.grown / arg.rangeSeconds : one.grown,
    }))
}

const COMPARED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}
const RECKONED: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

type Binary = Extract<Node, { kind: 'binary' }>

function combine({ op, on, isMany }: Binary, left: Value, right: Value): Value {
  const keyOf = (labels: Labels) => keyOfLabels(on ? picked(labels, on) : labels)
  if (op === 'and' || op === 'unless') {
    const there = new Set(vectorOf(right).map(({ labels }) => keyOf(labels)))
    return vectorOf(left).filter(({ labels }) => there.has(keyOf(labels)) === (op === 'and'))
  }
  if (op === 'or') {
    const there = new Set(vectorOf(left).map(({ labels }) => keyOf(labels)))
    return [...vectorOf(left), ...vectorOf(right).filter(({ labels }) => !there.has(keyOf(labels)))]
  }
  const work = (a: number, b: number): number | undefined => {
    const compares = COMPARED[op]
    if (compares) return compares(a, b) ? a : undefined
    return RECKONED[op]!(a, b)
  }
  if (typeof left === 'number' && typeof right === 'number') return work(left, right) ?? []
  const pairs: [Labels, number, number][] =
    typeof right === 'number'
      ? vectorOf(left).map(({ labels, value }) => [labels, value, right])
      : typeof left === 'number'
        ? right.map(({ labels, value }) => [labels, left, value])
        : left.flatMap(({ labels, value }): [Labels, number, number][] => {
            const other = right.find((one) => keyOf(one.labels) === keyOf(labels))
            return other ? [[on && !isMany ? picked(labels, on) : labels, value, other.value]] : []
          })
  return pairs.flatMap(([labels, a, b]) => {
    const value = work(a, b)
    return value === undefined ? [] : [{ labels, value }]
  })
}
