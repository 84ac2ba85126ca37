/** One number of /metrics, its labels held to the table. */

import type { metrics, MetricName } from './table.ts'

/** One number under a name, with the name's labels. */
export type Sample = {
  name: MetricName
  labels: Record<string, string>
  value: number
}

type LabelsOf<N extends MetricName> = Record<(typeof metrics)[N]['labels'][number], string>

/** A sample; the compiler holds the labels to the table. */
export function sample<N extends MetricName>(
  name: N,
  value: number,
  ...[labels]: (typeof metrics)[N]['labels'] extends readonly [] ? [] : [LabelsOf<N>]
): Sample {
  return { name, labels: labels ?? {}, value }
}
