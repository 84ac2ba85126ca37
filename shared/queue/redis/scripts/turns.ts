/** Scripts by which all workers take turns at a vendor. */

import { NOW } from './parts.ts'

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

/** How many keys a turn takes is said with each call. */
export const turns = {
  take_turn: { lua: take },
  hold_turns: { keys: 1, lua: hold },
} as const
