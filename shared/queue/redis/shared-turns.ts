/**
 * Turns at a vendor that all workers share, counted in Redis by its clock.
 *
 * While Redis is away each process counts for itself, in spans twice as long as they need be: said
 * once, and over when Redis answers.
 */

import { openOwnTurns } from '../../clients/pace/own-turns.ts'
import { PROMISE_MS_MAX, type Turn, type VendorTurns } from '../../clients/pace/turns.ts'
import type { Logger } from '../../host/log.ts'
import { openOutage, type Outage } from '../../host/outage.ts'
import type { Redis } from './connection.ts'
import { rateLimitKey } from './keys.ts'
import { NOW } from './scripts/parts.ts'

/**
 * KEYS: held until; then of each limit its turns and its promise. ARGV: patience ms, longest promise
 * ms; then of each limit how many, and in how many ms. Gives '1' for a turn that is taken, and the wait.
 *
 * A limit's turns are its newest ones, those to come among them. Who is sent away is promised a moment
 * behind all who were sent away before, so that they do not come back together; whoever comes then
 * takes what turn there is.
 */
const take = `${NOW}
local free = math.max(now, tonumber(redis.call('get', KEYS[1]) or '0'))
local limits = (#KEYS - 1) / 2
for limit = 1, limits do
  local most, span = tonumber(ARGV[2 * limit + 1]), tonumber(ARGV[2 * limit + 2])
  redis.call('zremrangebyscore', KEYS[2 * limit], '-inf', '(' .. string.format('%.3f', now - span))
  local before = redis.call('zrevrange', KEYS[2 * limit], most - 1, most - 1, 'withscores')
  if before[2] then free = math.max(free, before[2] + span) end
end
if free - now <= tonumber(ARGV[1]) then
  for limit = 1, limits do
    local key, span = KEYS[2 * limit], ARGV[2 * limit + 2]
    local turn = time[1] .. '.' .. time[2] .. '.' .. redis.call('zcard', key)
    redis.call('zadd', key, string.format('%.3f', free), turn)
    redis.call('pexpire', key, math.ceil(free - now + span) + 1000)
  end
  return {'1', string.format('%.3f', free - now)}
end
local come = free
for limit = 1, limits do
  local each = ARGV[2 * limit + 2] / ARGV[2 * limit + 1]
  come = math.max(come, tonumber(redis.call('get', KEYS[2 * limit + 1]) or '0') + each)
end
come = math.min(come, now + ARGV[2])
for limit = 1, limits do
  redis.call('set', KEYS[2 * limit + 1], string.format('%.3f', come), 'px', math.ceil(come - now) + 1000)
end
return {'0', string.format('%.3f', come - now)}
`

/** KEYS: held until. ARGV: ms. */
const hold = `${NOW}
local until_ms = now + ARGV[1]
if tonumber(redis.call('get', KEYS[1]) or '0') >= until_ms then return 0 end
redis.call('set', KEYS[1], string.format('%.0f', until_ms), 'px', ARGV[1])
return 1
`

/** How long Redis is left alone after it did not answer, so that not every turn waits for it. */
const AWAY_MS = 5_000
const STRETCH = 2

type Scripted = {
  stonks_take_turn(...args: (string | number)[]): Promise<[string, string]>
  stonks_hold_turns(key: string, ms: number): Promise<unknown>
}

/** @param redis a connection that gives up soon: `openRedis` with `SOON`. */
export function openSharedTurns(redis: Redis, log: Logger): VendorTurns {
  redis.defineCommand('stonks_take_turn', { lua: take })
  redis.defineCommand('stonks_hold_turns', { numberOfKeys: 1, lua: hold })
  const shared = redis as unknown as Scripted
  const own = openOwnTurns(STRETCH)
  const outage = openOutage(log, {
    begins:
      'Redis does not count turns at vendors, so this process asks them half as often as it might',
    ends: 'turns at vendors are counted in Redis again',
  })
  const ask = openDetour(outage)
  return {
    take: (vendor, limits, patienceMs) =>
      ask(
        async (): Promise<Turn> => {
          const keys = limits.flatMap(({ name }) => [
            rateLimitKey(name),
            rateLimitKey(`${name}:promised`),
          ])
          const spans = limits.flatMap(({ most, spanMs }) => [most, spanMs])
          const given = [
            rateLimitKey(`${vendor}:held`),
            ...keys,
            patienceMs,
            PROMISE_MS_MAX,
            ...spans,
          ]
          const [isTaken, wait] = await shared.stonks_take_turn(1 + keys.length, ...given)
          return { isTaken: isTaken === '1', waitMs: Number(wait) }
        },
        () => own.take(vendor, limits, patienceMs),
      ),
    async hold(vendor, ms) {
      // Held here too: Redis may be away by the next turn.
      await own.hold(vendor, ms)
      const key = rateLimitKey(`${vendor}:held`)
      await ask(
        async () => void (await shared.stonks_hold_turns(key, Math.ceil(ms))),
        () => Promise.resolve(),
      )
    },
  }
}

/** Asks Redis, and the other way where it does not answer; then not again for a while. */
function openDetour(outage: Outage) {
  let awayUntil = 0
  return async <T>(inRedis: () => Promise<T>, alone: () => Promise<T>): Promise<T> => {
    if (performance.now() < awayUntil) return alone()
    try {
      const answer = await inRedis()
      outage.over()
      return answer
    } catch (fault) {
      awayUntil = performance.now() + AWAY_MS
      outage.met(fault)
      return alone()
    }
  }
}
