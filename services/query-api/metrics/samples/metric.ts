/** A metric of /metrics: its type, its labels, and what it means. */

export type Metric = { type: 'gauge' | 'counter'; labels: readonly string[]; help: string }

export const gauge = <const L extends readonly string[]>(labels: L, help: string) =>
  ({ type: 'gauge', labels, help }) as const
export const counter = <const L extends readonly string[]>(labels: L, help: string) =>
  ({ type: 'counter', labels, help }) as const
