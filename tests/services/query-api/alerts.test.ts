/** Alerts as query-api judges them and people deal with them. */

import { describe, expect, test } from 'vitest'
import type { AlertsPage } from '#shared/contracts/api/alerts.ts'
import type { Need } from '#shared/contracts/api/needs.ts'
import { openAlertRound } from '../../../services/query-api/alerts/keep.ts'
import { sample, type Sample } from '../../../services/query-api/metrics/samples/sample.ts'
import { openApi } from './api.ts'

const { sql, clock, post, read } = await openApi()
await sql`update jobs set state = 'cancelled' where state = 'dead'`
await sql`update sources set failures = 0, failing_since = null`

let told: Sample[] = []
const round = openAlertRound({ sql, clock, samples: () => Promise.resolve(told) })
const MINUTE = 60_000
const alerts = () => read<AlertsPage>('/api/alerts')
const needs = async () => (await read<{ needs: Need[] }>('/api/needs')).needs
const wishes = () => sql<{ kind: string; subject: string }[]>`
  select kind, subject from notification_wishes where kind like 'alert%' order by kind, subject`

describe('an alert', () => {
  test('fires once it held for as long as its rule says, is told of once, and ends with its cause', async () => {
    told = [sample('stonks_redis_up', 0), sample('stonks_exit_refusals', 3)]
    await round(0)
    const first = await alerts()
    // A rule without a wait fires at once, the other after two minutes.
    expect(first.firing).toMatchObject([{ alert: 'StonksExitRefused', severity: 'critical' }])
    expect(first.rules.find(({ alert }) => alert === 'StonksRedisDown')).toMatchObject({
      firing: 0,
      isElsewhere: false,
      silence: null,
    })
    await round(1 * MINUTE)
    await round(2 * MINUTE)
    await round(3 * MINUTE)
    const both = await alerts()
    expect(both.firing.map(({ alert }) => alert).sort()).toEqual([
      'StonksExitRefused',
      'StonksRedisDown',
    ])
    // A refused exit has a notice and a line of its own.
    expect(await wishes()).toEqual([{ kind: 'alert_critical', subject: 'StonksRedisDown' }])
    expect((await needs()).map(({ of }) => of)).toEqual(['StonksRedisDown'])
    told = [sample('stonks_redis_up', 1), sample('stonks_exit_refusals', 3)]
    await round(4 * MINUTE)
    const after = await alerts()
    expect(after.firing.map(({ alert }) => alert)).toEqual(['StonksExitRefused'])
    expect(after.ended).toMatchObject([{ alert: 'StonksRedisDown', endedAt: expect.any(String) }])
    expect(after.rules.find(({ alert }) => alert === 'StonksPodsRestart')!.isElsewhere).toBe(true)
  })

  test('is acknowledged with a reason, once, and is then no one else’s', async () => {
    const [one] = (await alerts()).firing
    const ack = () => post(`/api/alerts/${one!.firingId}/acknowledge`, { reason: 'I sell by hand' })
    expect((await ack()).status).toBe(200)
    expect((await ack()).status).toBe(404)
    expect((await alerts()).firing).toMatchObject([
      { ackedBy: 'operator', ackedBecause: 'I sell by hand' },
    ])
    expect(await needs()).toEqual([])
    expect(
      await sql`select reason from audit_events where entity_id = 'StonksExitRefused'`,
    ).toEqual([{ reason: 'I sell by hand' }])
  })

  test('that is silent is shown and not told of, until the silence is over by itself', async () => {
    const silence = (name: string, minutes: number) =>
      post(`/api/alert-rules/${name}/silence`, { minutes, reason: 'its mail is moved' })
    expect((await silence('StonksPositionMismatch', 60)).status).toBe(200)
    expect((await silence('StonksNothing', 60)).status).toBe(404)
    expect((await silence('StonksPositionMismatch', 100_000)).status).toBe(422)
    told = [sample('stonks_position_mismatches_last_day', 1)]
    await round(5 * MINUTE)
    expect((await alerts()).firing).toMatchObject([{ alert: 'StonksPositionMismatch' }])
    expect(await needs()).toEqual([])
    expect((await wishes()).map(({ subject }) => subject)).not.toContain('StonksPositionMismatch')
    await sql`update alert_silences set until = clock_timestamp()`
    expect(await needs()).toMatchObject([{ kind: 'alert_critical', of: 'StonksPositionMismatch' }])
    const rule = (await alerts()).rules.find(({ alert }) => alert === 'StonksPositionMismatch')
    expect(rule).toMatchObject({ firing: 1, silence: null })
  })

  test('that fired before a restart is kept until its rule was judged for long enough', async () => {
    await sql`insert into alert_firings (alert, labels, severity, summary, began_at)
      values ('StonksRedisDown', '{}', 'critical', 'Redis does not answer', clock_timestamp())`
    told = [sample('stonks_redis_up', 0)]
    const restarted = openAlertRound({ sql, clock, samples: () => Promise.resolve(told) })
    const open = async () =>
      (await alerts()).firing.filter(({ alert }) => alert === 'StonksRedisDown').length
    await restarted(0)
    expect(await open()).toBe(1)
    await restarted(2 * MINUTE)
    expect(await open()).toBe(1)
    told = [sample('stonks_redis_up', 1)]
    await restarted(3 * MINUTE)
    expect(await open()).toBe(0)
  })

  test('of what grew within a time stays, and stays acknowledged, until a new process looked back on as much', async () => {
    await sql`update alert_firings set ended_at = clock_timestamp() where ended_at is null`
    await sql`insert into alert_firings (alert, labels, severity, summary, began_at, acked_at, acked_by) values
      ('StonksDeadLetters', '{"stage": "parser", "list": "parsing"}', 'warning', 'a', clock_timestamp(), clock_timestamp(), 'a'),
      ('StonksBudgetBurnsFast', '{}', 'critical', 'b', clock_timestamp(), clock_timestamp(), 'a')`
    told = []
    const restarted = openAlertRound({ sql, clock, samples: () => Promise.resolve(told) })
    const open = async () =>
      (await alerts()).firing.filter(({ ackedBy }) => ackedBy === 'a').map(({ alert }) => alert)
    for (const minute of [0, 1, 14]) {
      await restarted(minute * MINUTE)
      expect(await open()).toEqual(['StonksBudgetBurnsFast', 'StonksDeadLetters'])
    }
    await restarted(15 * MINUTE)
    expect(await open()).toEqual(['StonksBudgetBurnsFast'])
    await restarted(59 * MINUTE)
    expect(await open()).toEqual(['StonksBudgetBurnsFast'])
    await restarted(60 * MINUTE)
    expect(await open()).toEqual([])
  })

  test('is told of for each set of its labels, and after a silence that it outlasts, once', async () => {
    await sql`delete from notification_wishes where kind like 'alert%'`
    const failing = ['filings_api', 'news_api'].map((type) =>
      sample('stonks_source_failing_seconds', 8_000, { source_type: type }),
    )
    told = [sample('stonks_pipeline_enabled', 1), ...failing]
    const restarted = openAlertRound({ sql, clock, samples: () => Promise.resolve(told) })
    await post('/api/alert-rules/StonksSourceFailing/silence', { minutes: 60, reason: 'known' })
    for (const minute of [0, 15, 16]) await restarted(minute * MINUTE)
    expect((await alerts()).firing).toMatchObject([
      { alert: 'StonksSourceFailing' },
      { alert: 'StonksSourceFailing' },
    ])
    expect(await wishes()).toEqual([])
    await sql`update alert_silences set until = clock_timestamp()`
    for (const minute of [17, 18]) {
      await restarted(minute * MINUTE)
      expect(await wishes()).toEqual([
        { kind: 'alert_warning', subject: 'StonksSourceFailing (source_type filings_api)' },
        { kind: 'alert_warning', subject: 'StonksSourceFailing (source_type news_api)' },
      ])
    }
  })
})
