/** How long something ran, from milliseconds on. */

import { span } from './format.ts'

/** `0 ms`, `340 ms`, `3.4 s`; from a minute on as every span. */
export function briefSpan(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`
  return span(ms)
}
