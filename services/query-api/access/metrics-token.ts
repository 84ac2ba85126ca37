/** The bearer by which Prometheus reads /metrics, and nothing else. */

import { timingSafeEqual } from 'node:crypto'
import { hashSecret } from '#shared/host/auth/secrets.ts'
import { readEnv } from '#shared/host/env.ts'

const CHARS_MIN = 32
const BEARER = /^Bearer (.+)$/

/**
 * METRICS_TOKEN; empty where none is set, and then only people and API tokens read /metrics.
 *
 * @throws RangeError of one so short that it could be guessed.
 */
export function readMetricsToken(): string {
  const token = readEnv('METRICS_TOKEN')
  if (token === '' || token.length >= CHARS_MIN) return token
  throw new RangeError(
    `Read METRICS_TOKEN: expected at least ${CHARS_MIN} characters, found ${token.length}`,
  )
}

/** Whether this reads /metrics with that token. Takes as long for a nearly right one as for any. */
export function isScrape(
  { method, url }: { method: string; url: string },
  authorization: string,
  metricsToken: string,
): boolean {
  const [, sent] = BEARER.exec(authorization) ?? []
  if (metricsToken === '' || sent === undefined) return false
  if (method !== 'GET' || new URL(url).pathname !== '/metrics') return false
  return timingSafeEqual(hashSecret(sent), hashSecret(metricsToken))
}
