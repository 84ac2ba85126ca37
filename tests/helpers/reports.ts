/** A report with something of everything, and texts that a test puts into it. */

import type { ReportBody } from '#shared/contracts/api/report-body.ts'
import { reportIdOf, saveReport } from '#shared/sql/report/reports.ts'
import type { Sql } from '#shared/sql/open.ts'

type Texts = { thesis?: string; says?: string; ticker?: string; publisher?: string }

export function sampleReport(texts: Texts = {}): ReportBody {
  const {
    thesis = 'Two owners tell of a buyback.',
    says = 'refused: buying power',
    ticker = 'AAPL',
    publisher = 'reuters.com',
  } = texts
  const reason = {
    code: 'sized',
    thesis,
    window: '7d' as const,
    confidence: 0.7,
    recommendationId: null,
  }
  const counted = (name: string, hits: number, tried: number, low: number, high: number) => ({
    name,
    hits,
    tried,
    low,
    high,
  })
  return {
    form: 'report-1',
    type: 'daily',
    account: 'PA1',
    from: '2019-05-02T20:30:00.000Z',
    to: '2019-05-03T20:30:00.000Z',
    sessions: ['2019-05-03'],
    findings: [{ about: 'money', says: `The day brought a profit of $29.00; ${says}` }],
    money: {
      fromAt: '2019-05-02T20:01:00.000Z',
      toAt: '2019-05-03T20:01:00.000Z',
      fromEquity: '10000.00',
      toEquity: '10029.00',
      cash: '8000.00',
      flows: '0.00',
      profit: '29.00',
      realised: '40.00',
      unrealised: '-10.00',
      fees: '1.00',
      earned: '0.00',
      share: 0.0029,
      spy: -0.001,
      spyLacks: null,
      since: { date: '2019-05-01', isWhole: true, share: 0.0029, spy: null },
      drawdown: { worst: -0.012, on: '2019-05-02', now: 0 },
    },
    curve: [
      { date: '2019-05-01', equity: '10000.00', growth: 1, spy: 1, drawdown: 0 },
      { date: '2019-05-02', equity: '9880.00', growth: 0.988, spy: null, drawdown: -0.012 },
      { date: '2019-05-03', equity: '10029.00', growth: 1.0029, spy: 0.999, drawdown: 0 },
    ],
    trades: [
      {
        ticker,
        state: 'ended',
        openedAt: '2019-05-02T15:00:00.000Z',
        endedAt: '2019-05-03T15:00:00.000Z',
        days: 1,
        bought: '0.00',
        sold: '840.00',
        profit: '40.00',
        whole: '40.00',
        fees: '1.00',
        why: reason,
        end: { ...reason, code: 'target_1', thesis: '' },
      },
    ],
    checks: [
      {
        code: 'trading_window',
        kind: 'skipped',
        stopped: 3,
        ended: 2,
        clusters: 2,
        saved: -12.5,
        interval: null,
      },
    ],
    signals: {
      byWindow: [counted('1d', 3, 5, 0.23, 0.88)],
      byCatalyst: [counted('earnings', 2, 3, 0.2, 0.93)],
      priced: ['2019-05-03'],
      recommendations: [{ action: 'buy', mode: 'paper_eligible', count: 4 }],
      decisions: [{ kind: 'entry', action: 'skip', code: 'trading_window', count: 3 }],
    },
    quality: {
      readings: [{ model: 'rules', readings: 12, confidence: 0.6 }],
      calls: [{ model: 'small', outcome: 'answered', count: 3, milliseconds: 800 }],
      pairs: [{ model: 'small', other: 'rules', pairs: 3, opposed: 1 }],
      calibrations: [{ model: 'rules v2', method: 'isotonic', before: 0.2, after: 0.05 }],
      documents: [{ status: 'extracted', count: 12 }],
      publishers: [counted(publisher, 5, 9, 0.27, 0.81)],
    },
    incidents: [{ at: '2019-05-03T15:00:00.000Z', kind: 'order_rejected', about: ticker, says }],
    moreIncidents: 0,
    planned: {
      approvals: [{ ticker, side: 'buy', quantity: '3', expiresAt: '2019-05-03T21:00:00.000Z' }],
      exits: [{ ticker, code: 'stop_loss', state: 'wanted', says }],
      held: [
        {
          ticker,
          quantity: '6',
          worth: '1248.00',
          unrealised: '48.00',
          stop: '190.00',
          target: null,
          earnings: '2019-07-30',
        },
      ],
    },
    reconciliation: [
      { name: 'realised', reported: '40.00', books: '40.00', difference: '0.00', holds: true },
    ],
  }
}

/** Stores a report; the sample where none is given. */
export async function seedReport(sql: Sql, body = sampleReport()): Promise<{ id: string }> {
  const { type, sessions } = body
  const period = { type, from: new Date(body.from), to: new Date(body.to), sessions }
  await sql.begin((tx) => saveReport(tx, body, period, period.to))
  return { id: reportIdOf(period) }
}

/** Of the sample. */
export const SAMPLE_REPORT_ID = reportIdOf({
  type: sampleReport().type,
  to: new Date(sampleReport().to),
})
