/**
 * Goal: a backtest that is asked for is run by the stage, from zero, and by another of it where the first is killed
 * amid the run. Method: `up` on its simulated market, asked by the API as its operator.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BacktestAnswer } from '#shared/contracts/api/backtests.ts'
import type { BarRow, CompanyRow } from '#shared/contracts/api/universe.ts'
import type { Run } from '../../services/local/state.ts'
import { fetchAs } from '../helpers/sign-in.ts'
import { start, until, withState } from './platform.ts'

test('a backtest outlives the function that runs it, and has one result', async () => {
  await withState(async (state) => {
    const up = start(['up', '--state', state])
    try {
      const link = await until('the link', 120_000, () =>
        Promise.resolve(/http:\/\/\S+#link=[\w.-]+/.exec(up.stderr())?.[0]),
      )
      const ask = await fetchAs(link)
      const read = async <T>(path: string) => (await (await ask(path)).json()) as T
      const bars = await until('a year of bars of every company', 90_000, async () => {
        const all = await read<CompanyRow[]>('/api/companies?limit=500')
        const found = await read<BarRow[]>(`/api/companies/${all.at(-1)!.ticker}/bars`)
        return found.length > 200 ? found : undefined
      })
      const response = await ask('/api/trading/backtest', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: new URL(link).origin },
        body: JSON.stringify({
          strategy: 'momentum',
          startDate: bars[0]!.sessionDate,
          endDate: bars.at(-1)!.sessionDate,
          sweep: true,
        }),
      })
      expect(response.status).toBe(202)
      const { runId } = (await response.json()) as BacktestAnswer
      const look = () => read<BacktestAnswer>(`/api/trading/backtest/${runId}`)
      await until('the run to be amid its sessions', 90_000, async () => {
        const { sessionsDone } = await look()
        return sessionsDone > 0 || undefined
      })
      const killed = pidOf(state, 'backtester')!
      process.kill(killed, 'SIGKILL')
      const ended = await until('its end', 180_000, async () => {
        const run = await look()
        return run.state === 'done' || run.state === 'failed' ? run : undefined
      })
      expect(ended).toMatchObject({ state: 'done', reason: null })
      expect(ended.sessionsDone).toBe(ended.sessionsTotal)
      expect(ended.results!.swept!.variants).toHaveLength(12)
      expect(pidOf(state, 'backtester')).not.toBe(killed)
    } finally {
      up.child.kill('SIGINT')
      await up.run
    }
  })
}, 480_000)

/** The process of a function, where one runs. */
function pidOf(state: string, stage: string): number | undefined {
  const { children } = JSON.parse(readFileSync(join(state, 'live/run.json'), 'utf8')) as Run
  return children.find(({ pid }) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`functions/${stage}/`)
    } catch {
      // It has ended meanwhile.
      return false
    }
  })?.pid
}
