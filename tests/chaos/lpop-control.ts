/** The control that must lose jobs: a queue that is popped, with nothing to remember what was. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'
import type { Rig } from './rig.ts'

const LPOP_JOBS = 400
const LPOP_KILLS = 6

/** What a plain LPOP loses when its consumer is killed; the queue is whole, the effects are not. */
export async function runLpopControl(rig: Rig, random: Random): Promise<number> {
  const { sql, redis } = rig
  await redis.rpush('chaos:lpop', ...Array.from({ length: LPOP_JOBS }, (_, number) => number))
  const effects = async () => {
    const [row] = await sql<
      { count: number }[]
    >`select count(*)::int as count from chaos_effects where stage = 'lpop'`
    return row!.count
  }
  rig.start('lpop')
  for (let kill = 0; kill < LPOP_KILLS; kill++) {
    const before = await effects()
    while ((await effects()) === before && (await redis.llen('chaos:lpop')) > 0) await sleep(20)
    await sleep(random.between(5, 30))
    rig.kill('lpop')
  }
  while ((await redis.llen('chaos:lpop')) > 0) await sleep(50)
  for (let last = -1, now = await effects(); now !== last; last = now, now = await effects())
    await sleep(300)
  await rig.drain('lpop')
  return LPOP_JOBS - (await effects())
}
