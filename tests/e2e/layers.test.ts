/**
 * Goal: in a replay all three layers of signals speak, and one that is switched off is missing from trends and
 * from nothing else. Method: four companies of one sector over six weeks of the recordings, long enough for
 * patterns to have their three samples, replayed with all layers, without the world and without rivals; then the
 * records of the three are held against each other.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { openPostgres } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres } from '../../services/local/embedded/postgres.ts'
import { beside } from '../helpers/beside.ts'
import { start, withState } from './platform.ts'

const { path: REPLAY, why: noReplay } = beside('data/replay')
const TICKERS = ['FB', 'GOOGL', 'NFLX', 'TWTR']
const FROM = '2018-03-20'
const TO = '2018-04-27'
const WORLD = /tariff|trade war|crude|OPEC|sanction|Federal Reserve|interest rates?/i

type Headline = { date: string; title: string; tickers_by_alias: string[] }

/** What the recordings say of the four, and of the world one headline a day. */
function cutRecordings(folder: string): void {
  const linesOf = (name: string) => readFileSync(join(REPLAY, name))
  const text = (name: string) => gunzipSync(linesOf(name)).toString().trim().split('\n')
  const seen = new Set<string>()
  const news = text('news.jsonl.gz').filter((line) => {
    const { date, title, tickers_by_alias: named } = JSON.parse(line) as Headline
    if (date < FROM || date > TO) return false
    if (named.length > 0 || seen.has(date)) return named.some((one) => TICKERS.includes(one))
    if (!WORLD.test(title)) return false
    return seen.add(date)
  })
  const [head, ...rows] = linesOf('companies.csv').toString().trim().split('\n')
  const [barHead, ...bars] = text('bars.csv.gz')
  const isOurs = (line: string) => TICKERS.includes(line.slice(0, line.indexOf(',')))
  const write = (name: string, lines: unknown[]) =>
    writeFileSync(join(folder, name), gzipSync(`${lines.join('\n')}\n`))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'companies.csv'), `${[head, ...rows.filter(isOurs)].join('\n')}\n`)
  write('news.jsonl.gz', news)
  write('bars.csv.gz', [barHead, ...bars.filter(isOurs)])
}

type Row = Record<string, unknown>
type Kept = { readings: Row[]; impacts: Row[]; rivals: Row[]; trends: Map<string, Row> }

async function replay(env: Record<string, string>): Promise<Kept> {
  return withState(async (state) => {
    const data = join(state, 'data')
    cutRecordings(data)
    const options = ['--data', data, '--from', FROM, '--to', TO, '--step', '86400']
    const { run } = start(['up', '--once', '--json', '--state', state, ...options], undefined, env)
    const { code, stdout, stderr } = await run
    expect(code, stderr.slice(-2_000)).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ lost: 0, repeated_effects: 0, jobs: { dead: 0 } })
    return readRecord(join(state, 'once', 'postgres'))
  })
}

async function readRecord(folder: string): Promise<Kept> {
  const [port] = (await freePorts(1)) as [number]
  const postgres = await startPostgres(folder, port)
  const sql = openPostgres(postgres.url, 1)
  try {
    const trends = await sql<Row[]>`
      select ticker, trend_window, as_of::text, impact_ids, macro_ids, competitive_ids, direction, strength,
        confidence, contradiction, sentiment_mean, signal_count, source_count, market, facts
      from trend_history`
    return {
      readings: await sql`select impact_id, sentiment, impact_score, confidence, catalyst
        from document_impact_records order by impact_id`,
      impacts: await sql`select macro_impact_id, ticker, score, direction, known_at
        from macro_impact_records order by macro_impact_id`,
      rivals:
        await sql`select competitive_signal_id, source_ticker, target_ticker, direction, strength,
        pattern_confidence, created_at from competitive_signal_records order by competitive_signal_id`,
      trends: new Map(
        trends.map((row) => [
          JSON.stringify([row['ticker'], row['trendWindow'], row['asOf']]),
          row,
        ]),
      ),
    }
  } finally {
    await sql.end({ timeout: 2 })
    await postgres.stop()
  }
}

type Ids = 'impactIds' | 'macroIds' | 'competitiveIds'
const has = (row: Row, ids: Ids) => (row[ids] as string[]).length > 0

/** Trends of the same company, window and moment in both; and how many of them lost a signal. */
function compare(all: Kept, without: Kept, off: Ids): { same: number; less: number } {
  let [same, less] = [0, 0]
  for (const [key, row] of without.trends) {
    expect(row[off], key).toEqual([])
    const before = all.trends.get(key)
    if (!before) continue
    if (has(before, off)) {
      less += 1
      for (const ids of ['impactIds', 'macroIds', 'competitiveIds'] as const)
        if (ids !== off) expect(row[ids], key).toEqual(before[ids])
    } else {
      same += 1
      expect(row, key).toEqual(before)
    }
  }
  return { same, less }
}

describe.skipIf(noReplay)(`six weeks of the spring of 2018 for four companies${noReplay}`, () => {
  let all: Kept

  beforeAll(async () => {
    all = await replay({})
  }, 8 * 60_000)

  test('all three layers speak, also together in one trend', () => {
    const rows = [...all.trends.values()]
    for (const ids of ['impactIds', 'macroIds', 'competitiveIds'] as const)
      expect(rows.filter((row) => has(row, ids)).length, ids).toBeGreaterThan(0)
    const together = rows.filter(
      (row) => has(row, 'impactIds') && has(row, 'macroIds') && has(row, 'competitiveIds'),
    )
    expect(together.length).toBeGreaterThan(0)
  })

  test.each([
    ['the world', 'MACRO_ENABLED', 'macroIds'],
    ['rivals', 'COMPETITIVE_ENABLED', 'competitiveIds'],
  ] as const)(
    'without %s trends lack its signals, and nothing else is another',
    async (_, name, off) => {
      const without = await replay({ [name]: 'false' })
      expect(without.readings).toEqual(all.readings)
      expect(without.impacts).toEqual(all.impacts)
      expect(without.rivals).toEqual(off === 'macroIds' ? all.rivals : [])
      const { same, less } = compare(all, without, off)
      expect(less).toBeGreaterThan(0)
      expect(same).toBeGreaterThan(0)
    },
  )
})
