/**
 * Alerts and boards: each alert fires and is silent when it should, and everything they name exists.
 *
 * promtool is Debian's package `prometheus` (apt-get install prometheus); without it the rules are
 * read but not run.
 */

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { stageNames } from '#shared/pipeline.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { metrics } from '../../services/query-api/metrics/samples/table.ts'
import { numbersOf } from '../helpers/metrics.ts'
import { openApi } from '../services/query-api/api.ts'
import { minutesAgo, NOW } from '../services/query-api/fixture-base.ts'
import { namesIn, selectorsOf } from './expressions.ts'
import { externalMetrics } from './external-metrics.ts'
import * as files from './files.ts'

const { alerts, boards, cases, rules } = files
const expressions = [
  ...rules.map(({ alert, record, expr }) => ({ where: alert ?? record ?? '', expr })),
  ...boards.flatMap(({ file, board }) =>
    board.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: `${file}: ${title}`, expr })),
    ),
  ),
]
const recorded = rules.flatMap(({ record }) => record ?? [])
/** Labels that a scrape adds. */
const SCRAPED = ['namespace', 'instance']

describe('every alert', () => {
  test.each(alerts)('$alert says what, where and what to do', ({ labels, annotations }) => {
    expect(['critical', 'warning', 'info']).toContain(labels?.['severity'])
    const { summary = '', description = '', runbook = '' } = annotations ?? {}
    expect(summary.length).toBeGreaterThan(10)
    expect(description).toMatch(/namespace|unseen/)
    expect(description).toMatch(/\.$/)
    const [path = '', anchor] = runbook.split('#')
    expect(existsSync(path), runbook).toBe(true)
    if (anchor) expect(headingsOf(path)).toContain(anchor)
  })

  test.each(alerts)('$alert has a case in which it fires, and a silent one', ({ alert }) => {
    const own = cases
      .flatMap((one) => one.alert_rule_test)
      .filter(({ alertname }) => alertname === alert)
    expect(own.filter(({ exp_alerts }) => exp_alerts.length > 0)).not.toEqual([])
    expect(own.filter(({ exp_alerts }) => exp_alerts.length === 0)).not.toEqual([])
  })

  test('that a case names exists, and cases have names of their own', () => {
    const known = new Set(alerts.map(({ alert }) => alert))
    const named = cases.flatMap((one) => one.alert_rule_test.map(({ alertname }) => alertname))
    expect(named.filter((name) => !known.has(name))).toEqual([])
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  })

  describe.skipIf(!files.hasPromtool)('with promtool (apt-get install prometheus)', () => {
    const rendered = files.renderRules()
    afterAll(() => rmSync(rendered, { recursive: true }))

    test.each(files.ruleFiles)('%s is sound', (path) =>
      expect(files.promtool(rendered, 'check', 'rules', path)).toBe(''),
    )
    test.each(files.caseFiles)('%s holds', (path) =>
      expect(files.promtool(rendered, 'test', 'rules', path)).toBe(''),
    )
  })
})

function headingsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  )
}

describe('every metric', () => {
  test('that a rule or board selects is told by someone, with the labels it asks for', () => {
    const own: Record<string, readonly string[]> = Object.fromEntries(
      Object.entries(metrics).map(([name, { labels }]) => [name, [...labels, ...SCRAPED]]),
    )
    const labelsOf = (name: string) => own[name] ?? externalMetrics[name]
    const dangling = expressions.flatMap(({ where, expr }) =>
      selectorsOf(expr).flatMap(({ name, labels }) => {
        if (recorded.includes(name)) return []
        const known = labelsOf(name)
        if (!known) return [`${where}: nobody tells ${name}`]
        return labels
          .filter((label) => !known.includes(label))
          .map((label) => `${where}: ${name} has no label ${label}`)
      }),
    )
    expect(dangling).toEqual([])
  })

  test('of ours is on a board or in an alert', () => {
    const used = new Set(expressions.flatMap(({ expr }) => namesIn(expr)))
    expect(Object.keys(metrics).filter((name) => !used.has(name))).toEqual([])
  })

  test('of others is used', () => {
    const used = new Set(expressions.flatMap(({ expr }) => namesIn(expr)))
    expect(Object.keys(externalMetrics).filter((name) => !used.has(name))).toEqual([])
  })

  test('stages named in expressions are those of the table', () => {
    const lists = expressions.flatMap(({ expr }) =>
      [...expr.matchAll(/\(((?:[a-z-]+\|)+[a-z-]+)\)/g)].map((match) => match[1]),
    )
    expect(lists.length).toBeGreaterThan(5)
    expect([...new Set(lists)]).toEqual([stageNames.toSorted().join('|')])
  })
})

describe('every board', () => {
  test.each(boards)('$file is laid out: rows fill the grid and nothing overlaps', ({ board }) => {
    const { panels } = board
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const taken = new Map<string, string>()
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x} ${y}`), `${title} lies over it`).toBeUndefined()
          taken.set(`${x} ${y}`, title)
        }
    }
    const height = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h))
    expect(taken.size, 'no holes').toBe(24 * height)
  })

  test.each(boards)('$file says what each panel shows, in a unit', ({ board }) => {
    for (const { type, title, description, fieldConfig, targets } of board.panels) {
      expect(title).not.toBe('')
      if (type === 'row') continue
      expect(description, title).toMatch(/.{10}\.$/)
      expect(fieldConfig?.defaults.unit, title).toBeTruthy()
      expect(targets?.length, title).toBeGreaterThan(0)
    }
    expect(board.templating.list.map(({ name }) => name)).toEqual([
      'datasource',
      'namespace',
      'runbooks',
    ])
  })

  test('has an address of its own', () => {
    expect(new Set(boards.map(({ board }) => board.uid)).size).toBe(boards.length)
  })

  test('links to pages that are there', () => {
    const urls = boards.flatMap(({ board }) =>
      [...board.links, ...board.panels.flatMap(({ links = [] }) => links)].flatMap(
        ({ url }) => url ?? [],
      ),
    )
    for (const url of new Set(urls)) {
      const [path = '', anchor] = url.replace('${runbooks}', 'docs').split('#')
      expect(existsSync(path), url).toBe(true)
      if (anchor) expect(headingsOf(path)).toContain(anchor)
    }
  })
})

describe('over a whole product', async () => {
  const { sql, call } = await openApi()
  const folder = files.renderRules()
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  await sql`insert into sources (source_id, source_type, source_name) values
    ('00000000-0000-8000-8000-000000000001', 'news_api', 'wire')`
  await noteRun(sql, {
    jobId: '00000000-0000-8000-8000-000000000002',
    sourceId: '00000000-0000-8000-8000-000000000001',
    status: 'succeeded',
    startedAt: minutesAgo(3),
  })
  await sql`insert into trading_loops (loop, every_seconds, began_at, good_at)
    values ('round', 60, ${minutesAgo(1)}, ${minutesAgo(1)})`
  await sql`insert into broker_accounts values ('a', 'paper', 'ACTIVE', 1, 1, 1, 1, ${minutesAgo(1)})`
  await sql`insert into risk_evaluations (risk_evaluation_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
    values ('00000000-0000-8000-8000-000000000003', ${NOW}, false, 'stale_quote', '[]', '{}', ${'a'.repeat(64)})`
  await sql`insert into market_streams (feed, state, reason, since, last_message_at)
    values ('iex', 'live', 'it is followed', ${minutesAgo(9)}, ${minutesAgo(1)})
    on conflict (feed) do update set state = excluded.state, since = excluded.since,
      last_message_at = excluded.last_message_at`
  await sql`insert into notifications (notification_id, kind, channel, severity, about, subject, body, state,
      reason, made_at, planned_at)
    values ('00000000-0000-8000-8000-000000000004', 'test', 'email', 'info', 'a', 'a', 'a', 'failed',
      'refused', ${minutesAgo(1)}, ${minutesAgo(1)})`
  const told = numbersOf(await (await call('/metrics')).text())

  test('/metrics tells every metric of the table', () => {
    const names = [...new Set([...told.keys()].map((series) => series.split('{')[0]))]
    expect(names.sort()).toEqual(Object.keys(metrics).sort())
  })

  test.skipIf(!files.hasPromtool)(
    'every panel shows something (apt-get install prometheus)',
    () => {
      const panels = boards.flatMap(({ file, board }) =>
        board.panels.flatMap(({ id, title, targets = [] }) =>
          targets.map(({ expr }, place) => ({ alert: `${file} ${id} ${title} ${place}`, expr })),
        ),
      )
      const watched = panels.map(({ alert, expr }) => ({ alert, expr: `group(${resolved(expr)})` }))
      write('panels.yaml', { groups: [{ name: 'panels', rules: watched }] })
      write('case.yaml', {
        rule_files: [...files.ruleFiles, 'panels.yaml'],
        evaluation_interval: '1m',
        tests: [
          {
            interval: '1m',
            input_series: [...told]
              .map(([series, value]) => ({ series: scraped(series), values: `${value}+1x120` }))
              .concat(othersSeries()),
            alert_rule_test: watched.map(({ alert }) => ({
              alertname: alert,
              eval_time: '100m',
              exp_alerts: [{}],
            })),
          },
        ],
      })
      expect(files.promtool(folder, 'test', 'rules', 'case.yaml')).toBe('')
    },
  )

  function write(name: string, value: unknown): void {
    writeFileSync(join(folder, name), stringify(value))
  }
})

describe('docs/monitoring.md', () => {
  const text = readFileSync('docs/monitoring.md', 'utf8')

  test('lists every metric as /metrics tells it, and no other', () => {
    const rows = Object.entries(metrics).map(
      ([name, { type, labels, help }]) =>
        `| \`${name}\` | ${type} | ${labels.join(' ')} | ${help} |`,
    )
    expect(text.split('\n').filter((line) => line.startsWith('| `stonks_'))).toEqual(rows)
  })

  test('explains every alert, at its severity, and no other', () => {
    const headed = [...text.matchAll(/^### (Stonks\w+)\n\n(\w+):/gm)].map((m) => [m[1], m[2]])
    const listed = [...text.matchAll(/^\| `(Stonks\w+)` \| (\w+) \|/gm)].map((m) => [m[1], m[2]])
    const expected = alerts.map(({ alert, labels }) => [alert, labels?.['severity']])
    expect([...headed, ...listed].sort()).toEqual(expected.sort())
    expect(text).toContain(`${alerts.length} alerts`)
  })

  test('names the boards', () => {
    for (const { board } of boards)
      expect(text).toContain(`| ${board.title.replace('Stonks / ', '')} |`)
  })
})

/** A panel's expression as Grafana would send it. */
function resolved(expression: string): string {
  return expression.replaceAll('$namespace', 'stonks').replaceAll('$__rate_interval', '5m')
}

/** A series as Prometheus stores it once it is scraped. */
function scraped(series: string): string {
  const [name = '', labels = ''] = series.replace(/\}$/, '').split('{')
  return `${name}{${['namespace="stonks"', 'instance="10.0.0.1:8000"', labels].filter(Boolean).join(', ')}}`
}

function othersSeries(): { series: string; values: string }[] {
  const values: Record<string, string> = {
    namespace: 'stonks',
    scaledObject: 'pump-parser',
    resource: 'pump-parser',
    horizontalpodautoscaler: 'keda-hpa-pump-parser',
  }
  return Object.entries(externalMetrics).flatMap(([name, labels]) => {
    const deployments = labels.includes('deployment')
      ? ['pump-parser', 'parser-00001-deployment']
      : ['']
    return deployments.map((deployment) => {
      const own = labels.map(
        (label) => `${label}="${label === 'deployment' ? deployment : (values[label] ?? label)}"`,
      )
      // Of a Deployment one more is wanted each minute than is there.
      const growth = name === 'kube_deployment_spec_replicas' ? '2+2x120' : '1+1x120'
      return { series: `${name}{${own.join(', ')}}`, values: growth }
    })
  })
}
