/** Answers about alerts, and what a person does about them. */

import {
  FIRINGS_MAX,
  type AlertRuleRow,
  type alertRoutes,
  type AlertsPage,
} from '#shared/contracts/api/alerts.ts'
import type { Answers, Served } from '#shared/contracts/api/route.ts'
import { readRules } from '#shared/domain/alerts/judge.ts'
import type { Clock } from '#shared/host/clock.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import {
  ackFiring,
  readEnded,
  readFiring,
  readSilences,
  silenceAlert,
} from '#shared/sql/alerts/firings.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { metrics } from '../metrics/samples/table.ts'
import { alertRules } from './rules.ts'

/** Whoever judges here has just read PostgreSQL, and could not write that it is away. */
const NEVER_SEEN = 'stonks_postgres_up'

export const knownRules = readRules(
  alertRules,
  new Set(Object.keys(metrics).filter((name) => name !== NEVER_SEEN)),
)

export function answerAlerts({
  sql,
  clock,
}: {
  sql: Sql
  clock: Clock
}): Answers<typeof alertRoutes> {
  return {
    'GET /api/alerts': () => readAlertsPage(sql),
    'POST /api/alerts/:id/acknowledge': (asked) =>
      sql.begin(async (tx) => {
        const { reason } = asked.body
        const found = await ackFiring(tx, {
          firingId: asked.id,
          by: nameOf(asked.by),
          because: reason,
        })
        if (!found) return undefined
        const told = { before: { acknowledged: false }, after: { acknowledged: true } }
        await keepChange(tx, asked, { subject: found.alert, reason, ...told }, clock.now())
        return { firingId: asked.id }
      }),
    'POST /api/alert-rules/:id/silence': (asked) =>
      sql.begin(async (tx) => {
        const alert = asked.id
        if (!knownRules.some(({ name, severity }) => name === alert && severity)) return undefined
        const { minutes, reason } = asked.body
        await silenceAlert(tx, { alert, minutes, by: nameOf(asked.by), reason })
        const silence = (await readSilences(tx)).find((one) => one.alert === alert)
        const told = { after: { minutes } }
        await keepChange(tx, asked, { subject: alert, reason, ...told }, clock.now())
        return { alert, until: silence?.until ?? null }
      }),
  }
}

async function readAlertsPage(db: Db): Promise<Served<AlertsPage>> {
  const [firing, ended, silences] = await Promise.all([
    readFiring(db, FIRINGS_MAX),
    readEnded(db, FIRINGS_MAX),
    readSilences(db),
  ])
  const rules = knownRules.flatMap((rule): Served<AlertRuleRow>[] => {
    if (rule.severity === undefined) return []
    const { alert: _name, ...silence } = silences.find(({ alert }) => alert === rule.name) ?? {}
    return [
      {
        alert: rule.name,
        severity: rule.severity,
        expr: rule.expr,
        forSeconds: rule.forSeconds ?? 0,
        summary: rule.summary ?? '',
        runbook: rule.runbook ?? '',
        isElsewhere: !rule.isHere,
        firing: firing.filter(({ alert }) => alert === rule.name).length,
        silence: 'until' in silence ? silence : null,
      },
    ]
  })
  return { firing, ended, rules }
}
