/** Samples in Prometheus' text format, version 0.0.4. */

import type { Sample } from './samples/sample.ts'
import { metrics, type MetricName } from './samples/table.ts'

/** Each metric that has samples, in the table's order, with its help and type. */
export function renderMetrics(samples: readonly Sample[]): string {
  const byName = Map.groupBy(samples, ({ name }) => name)
  return (Object.keys(metrics) as MetricName[])
    .flatMap((name) => {
      const lines = byName.get(name)?.map(line)
      if (!lines) return []
      const { help, type } = metrics[name]
      return [`# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`, ...lines]
    })
    .join('')
}

function line({ name, labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escape(text)}"`)
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escape(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"')
}
