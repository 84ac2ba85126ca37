/** Rules of helm/files/rules/slo.yaml, as query-api judges them; a test holds both equal. */

import type { AlertRule } from '#shared/domain/alerts/judge.ts'

export const alertsOfSlo: readonly AlertRule[] = [
  {
    name: 'stonks:dead_letters:ratio_rate5m',
    expr: 'sum by (namespace) (rate(stonks_dead_letters_total[5m])) / sum by (namespace) (rate(stonks_jobs_done_total[5m]) + rate(stonks_dead_letters_total[5m]))',
  },
  {
    name: 'stonks:dead_letters:ratio_rate30m',
    expr: 'sum by (namespace) (rate(stonks_dead_letters_total[30m])) / sum by (namespace) (rate(stonks_jobs_done_total[30m]) + rate(stonks_dead_letters_total[30m]))',
  },
  {
    name: 'stonks:dead_letters:ratio_rate1h',
    expr: 'sum by (namespace) (rate(stonks_dead_letters_total[1h])) / sum by (namespace) (rate(stonks_jobs_done_total[1h]) + rate(stonks_dead_letters_total[1h]))',
  },
  {
    name: 'stonks:dead_letters:ratio_rate6h',
    expr: 'sum by (namespace) (rate(stonks_dead_letters_total[6h])) / sum by (namespace) (rate(stonks_jobs_done_total[6h]) + rate(stonks_dead_letters_total[6h]))',
  },
  {
    name: 'stonks:dead_letters:ratio_rate3d',
    expr: 'sum by (namespace) (rate(stonks_dead_letters_total[3d])) / sum by (namespace) (rate(stonks_jobs_done_total[3d]) + rate(stonks_dead_letters_total[3d]))',
  },
  {
    name: 'StonksBudgetBurnsFast',
    expr: 'stonks:dead_letters:ratio_rate1h > 14.4 * 0.001 and on (namespace) stonks:dead_letters:ratio_rate5m > 14.4 * 0.001 and on (namespace) max by (namespace) (sum by (namespace, instance) (increase(stonks_dead_letters_total[1h]))) >= 5',
    severity: 'critical',
    forSeconds: 0,
    summary: 'Jobs are lost to dead letters fast',
    runbook: 'docs/runbooks/dead-letters.md',
  },
  {
    name: 'StonksBudgetBurns',
    expr: 'stonks:dead_letters:ratio_rate6h > 6 * 0.001 and on (namespace) stonks:dead_letters:ratio_rate30m > 6 * 0.001 and on (namespace) max by (namespace) (sum by (namespace, instance) (increase(stonks_dead_letters_total[6h]))) >= 5',
    severity: 'critical',
    forSeconds: 0,
    summary: 'Jobs are lost to dead letters',
    runbook: 'docs/runbooks/dead-letters.md',
  },
  {
    name: 'StonksBudgetBurnsSlowly',
    expr: 'stonks:dead_letters:ratio_rate3d > 0.001 and on (namespace) stonks:dead_letters:ratio_rate6h > 0.001',
    severity: 'warning',
    forSeconds: 3600,
    summary: 'More jobs than meant become dead letters',
    runbook: 'docs/runbooks/dead-letters.md',
  },
]
