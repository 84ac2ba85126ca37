/**
 * Goal: the page's alerts are Prometheus' own. Method: rules are held equal to those of the chart, and the cases that
 * promtool runs on them, firing and silent, are run here on the product's judge.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openJudge, readRules } from '#shared/domain/alerts/judge.ts'
import type { MetricPoint } from '#shared/domain/alerts/evaluate.ts'
import { parseExpression } from '#shared/domain/alerts/parse.ts'
import { knownRules as known } from '../../../../services/query-api/alerts/routes.ts'
import { alertRules } from '../../../../services/query-api/alerts/rules.ts'

type Chart = {
  groups: {
    rules: {
      alert?: string
      record?: string
      expr: string
      for?: string
      labels?: { severity: string }
      annotations?: { summary: string; runbook: string }
    }[]
  }[]
}
type Case = {
  name: string
  interval: string
  input_series: { series: string; values: string }[]
  alert_rule_test: {
    alertname: string
    eval_time: string
    exp_alerts: { exp_labels: Record<string, string> }[]
  }[]
}

const FILES = ['intake', 'pipeline', 'scaling', 'slo', 'trading']
const secondsOf = (text = '0s') =>
  [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, amount, unit]) =>
      sum + Number(amount) * { s: 1, m: 60, h: 3_600, d: 86_400 }[unit as 's'],
    0,
  )

test('the rules are those of the chart, to the letter', () => {
  const chart = FILES.flatMap((file) =>
    (parse(readFileSync(`helm/files/rules/${file}.yaml`, 'utf8')) as Chart).groups.flatMap(
      ({ rules }) => rules,
    ),
  ).map((rule) => ({
    name: rule.alert ?? rule.record,
    expr: rule.expr.replaceAll(/\s+/g, ' ').trim(),
    ...(rule.alert && {
      severity: rule.labels!.severity,
      forSeconds: secondsOf(rule.for),
      summary: rule.annotations!.summary,
      runbook: rule.annotations!.runbook,
    }),
  }))
  expect(alertRules).toEqual(chart)
})

test('what is left to Prometheus is what needs Kubernetes’ or KEDA’s own word, or is of what query-api stands on', () => {
  expect(
    known
      .filter(({ isHere }) => !isHere)
      .map(({ name }) => name)
      .filter((name) => name.startsWith('Stonks')),
  ).toEqual([
    'StonksPostgresDown',
    'StonksQueryApiUnseen',
    'StonksScalerErrors',
    'StonksScaledObjectErrors',
    'StonksScaledObjectPaused',
    'StonksScaledToMax',
    'StonksRevisionNotReady',
    'StonksDeploymentUnavailable',
    'StonksPodsRestart',
    'StonksBlind',
  ])
})

/** promtool's notation: `1x60`, `61+60x60`, `5 30 0x60`, `_x5`. */
function valuesOf(text: string): (number | undefined)[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((part): (number | undefined)[] => {
      const gap = /^(?:_|stale)(?:x(\d+))?$/.exec(part)
      if (gap) return Array.from({ length: Number(gap[1] ?? 1) }, () => undefined)
      const [, first, step = '0', times] = /^(-?[\d.e]+)([+-][\d.e]+)?(?:x(\d+))?$/.exec(part) ?? []
      if (first === undefined) throw new Error(`values: ${part}`)
      if (times === undefined) return [Number(first)]
      return Array.from(
        { length: Number(times) + 1 },
        (_, place) => Number(first) + place * Number(step),
      )
    })
}

const cases = ['intake', 'pipeline', 'paused', 'slo', 'trading'].flatMap(
  (file) =>
    (parse(readFileSync(`tests/observability/${file}.yaml`, 'utf8')) as { tests: Case[] }).tests,
)
const here = new Set(known.filter(({ isHere }) => isHere).map(({ name }) => name))
const judged = cases.filter(({ alert_rule_test }) =>
  alert_rule_test.every(({ alertname }) => here.has(alertname)),
)

describe('each case of Prometheus', () => {
  test('of most alerts is run here', () => {
    const names = new Set(
      judged.flatMap((one) => one.alert_rule_test.map(({ alertname }) => alertname)),
    )
    expect([...here].filter((name) => name.startsWith('Stonks') && !names.has(name))).toEqual([])
  })

  test.each(judged)('$name', ({ interval, input_series, alert_rule_test }) => {
    const stepMs = secondsOf(interval) * 1_000
    const series = input_series.map(({ series: text, values }) => {
      const [, name = '', inner = ''] = /^([\w:]+)(?:\{(.*)\})?$/s.exec(text) ?? []
      const labels = Object.fromEntries(
        [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value]),
      ) as Record<string, string>
      return { name, labels, values: valuesOf(values) }
    })
    for (const { alertname, eval_time, exp_alerts } of alert_rule_test) {
      const judge = openJudge(known)
      let fired: string[] = []
      for (let atMs = 0; atMs <= secondsOf(eval_time) * 1_000; atMs += stepMs) {
        const points = new Map<string, MetricPoint[]>()
        for (const { name, labels, values } of series) {
          const value = values[atMs / stepMs]
          if (value === undefined) continue
          points.set(name, [...(points.get(name) ?? []), { labels, value }])
        }
        fired = judge(atMs, points)
          .filter(({ alert }) => alert === alertname)
          .map(({ labels }) => JSON.stringify(Object.entries(labels).sort()))
      }
      const wanted = exp_alerts.map(({ exp_labels }) => {
        const { namespace: _here, severity: _how, instance: _one, ...own } = exp_labels
        return JSON.stringify(Object.entries(own).sort())
      })
      expect([...new Set(fired)].sort()).toEqual([...new Set(wanted)].sort())
    }
  })
})

test('a rule is sure of itself once all that it looks back on was seen, and for as long as it must hold', () => {
  const sure = (name: string) => known.find((rule) => rule.name === name)!.sureSeconds
  expect(sure('StonksExitRefused')).toBe(0)
  expect(sure('StonksRedisDown')).toBe(120)
  expect(sure('StonksDeadLetters')).toBe(900)
  expect(sure('StonksOrdersRejected')).toBe(6 * 3_600 + 300)
  // By what other rules record.
  expect(sure('StonksBudgetBurnsSlowly')).toBe(73 * 3_600)
})

test('what is no expression is refused, and none of its rules is judged', () => {
  expect(() => parseExpression('max by (a (b)')).toThrow(SyntaxError)
  expect(
    readRules([{ name: 'X', expr: 'label_replace(a, "b")', severity: 'info' }], new Set(['a']))[0]!
      .isHere,
  ).toBe(false)
})
