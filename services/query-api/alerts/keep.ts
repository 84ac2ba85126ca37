/** Judges the alerts every half minute by the product's own numbers, and has people told of what begins. */

import type { MetricPoint } from '#shared/domain/alerts/evaluate.ts'
import { openJudge } from '#shared/domain/alerts/judge.ts'
import { toldOtherwise } from '#shared/domain/alerts/told-otherwise.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Logger } from '#shared/host/log.ts'
import { startLoop } from '#shared/host/loop.ts'
import { openOutage } from '#shared/host/outage.ts'
import { keepFirings } from '#shared/sql/alerts/firings.ts'
import { wishToTell } from '#shared/sql/notifications/wishes.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { Sample } from '../metrics/samples/sample.ts'
import { knownRules } from './routes.ts'

const EVERY_MS = 30_000

type Parts = { sql: Sql; clock: Clock; samples: () => Promise<readonly Sample[]> }

/** One round at a time; real time, `atMs` of any beginning. */
export function openAlertRound({ sql, clock, samples }: Parts): (atMs: number) => Promise<void> {
  const judge = openJudge(knownRules)
  let firstMs: number | undefined
  return async (atMs) => {
    const firing = judge(atMs, pointsOf(await samples()))
    firstMs ??= atMs
    const judgedMs = atMs - firstMs
    // What was not judged for as long as it looks back and must hold says nothing of whether it holds.
    const mayEnd = knownRules
      .filter(({ severity, sureSeconds }) => severity && judgedMs >= sureSeconds * 1_000)
      .map(({ name }) => name)
    await sql.begin(async (tx) => {
      const untold = await keepFirings(tx, { firing, mayEnd, nowMs: atMs })
      for (const { firingId, alert, labels, severity, summary } of untold) {
        if (severity === 'info' || toldOtherwise.has(alert)) continue
        const kind =
          severity === 'critical' ? ('alert_critical' as const) : ('alert_warning' as const)
        // Each set of labels for itself: that one stage is stuck keeps no other from being told of.
        const subject = labels ? `${alert} (${labels})` : alert
        await wishToTell(tx, { kind, subject, occasion: firingId, says: summary }, clock.now())
      }
    })
  }
}

/** As Prometheus would see them: with where they come from. */
function pointsOf(samples: readonly Sample[]): Map<string, MetricPoint[]> {
  const points = new Map<string, MetricPoint[]>()
  for (const { name, labels, value } of samples) {
    const known = points.get(name) ?? []
    known.push({ labels: { ...labels, namespace: 'here', instance: 'self' }, value })
    points.set(name, known)
  }
  return points
}

/** Runs rounds until it is stopped. */
export function startAlerts(parts: Parts & { log: Logger }): { stop(): Promise<void> } {
  const round = openAlertRound(parts)
  return startLoop(
    async () => {
      await round(performance.now())
      return EVERY_MS
    },
    EVERY_MS,
    openOutage(parts.log, { begins: 'alerts are not judged', ends: 'alerts are judged again' }),
  )
}
