/** The control: a consumer that takes jobs by a plain LPOP, as queues are often written. */

import { setTimeout as sleep } from 'node:timers/promises'
import { openRedis } from '#shared/queue/redis/connection.ts'
import { openPostgres } from '#shared/sql/open.ts'

const sql = openPostgres()
const redis = openRedis()

async function consume(): Promise<void> {
  for (;;) {
    const number = await redis.lpop('chaos:lpop')
    if (number === null) {
      await sleep(10)
      continue
    }
    await sleep(10)
    await sql`
      insert into chaos_effects (stage, number, job_id) values ('lpop', ${Number(number)}, gen_random_uuid())
    `
  }
}

await Promise.all(Array.from({ length: 8 }, consume))
