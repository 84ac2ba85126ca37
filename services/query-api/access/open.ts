/** What all answers about people stand on. */

import { readAuthKeys, type AuthKeys } from '#shared/host/auth/keys.ts'
import { readPageOrigins, type PageOrigins } from '#shared/host/auth/page-origins.ts'
import type { Clock } from '#shared/host/clock.ts'
import { readEnv } from '#shared/host/env.ts'
import { isLoopback } from '#shared/host/loopback.ts'
import type { Logger } from '#shared/host/log.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openAttempts, type Attempts } from './attempts.ts'
import { openCompany, type CompanySignIn } from './company.ts'
import { openKnownSessions, type KnownSessions } from './known-sessions.ts'
import { readMetricsToken } from './metrics-token.ts'

export type Access = {
  sql: Sql
  keys: AuthKeys
  site: PageOrigins
  /** Where others than this machine can reach the page, a link enrols a passkey and does no more. */
  linkEnrolsOnly: boolean
  attempts: Attempts
  log: Logger
  sessions: KnownSessions
  /** The company's sign-in; undefined where none is set. */
  company: CompanySignIn | undefined
  /** With which Prometheus reads /metrics; empty: it has none. */
  metricsToken: string
  /** Real time: sessions know no business time. */
  now(): Date
  /** Only the audit does. */
  businessNow(): Date
}

/** @throws Error of a setting that nobody could sign in with. */
export function openAccess(sql: Sql, clock: Clock, log: Logger): Access {
  const site = readPageOrigins()
  return {
    sql,
    keys: readAuthKeys(),
    site,
    linkEnrolsOnly: !isLoopback(readEnv('HOST')),
    attempts: openAttempts(),
    log,
    sessions: openKnownSessions(sql),
    company: openCompany(site.origins[0]),
    metricsToken: readMetricsToken(),
    now: () => new Date(Date.now()),
    businessNow: () => clock.now(),
  }
}
