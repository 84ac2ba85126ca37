/** Scripts by which a delivery ends, and by which dead letters are taken away. */

import { HELD, NOW } from './parts.ts'

/** A first delivery has left no trace but these three. */
const FORGET = `
redis.call('zrem', KEYS[1], ARGV[1])
redis.call('hdel', KEYS[2], ARGV[1])
redis.call('hdel', KEYS[3], ARGV[1])
if not string.find(ARGV[2], '%.1$') then
  for place = 4, 6 do redis.call('hdel', KEYS[place], ARGV[1]) end
end
`

/** KEYS: leases, holders, in flight, deliveries, history, suspects. ARGV: id, token. */
const acknowledge = `${HELD}${FORGET}
return 1
`

/**
 * KEYS: leases, holders, deliveries, history, suspects.
 * ARGV: id, token, back-off ms, error as JSON, '1' to count the delivery, '1' for a suspect, '1' for
 * one that is put off.
 *
 * The job stays among the leases until its back-off ends, so that KEDA keeps a pump for it.
 */
const fail = `${HELD}${NOW}
local due = string.format('%.0f', now + ARGV[3])
local mark = ARGV[7] == '1' and '~' .. due or '-'
redis.call('hset', KEYS[2], ARGV[1], mark .. string.sub(holder, #ARGV[2] + 1))
redis.call('zadd', KEYS[1], due, ARGV[1])
if ARGV[5] ~= '1' then return 1 end
local delivery = string.match(ARGV[2], '(%d+)$')
local past = redis.call('hget', KEYS[4], ARGV[1])
local entry = '{"delivery":' .. delivery .. ',"at":' .. string.format('%.0f', now) ..
  ',"error":' .. ARGV[4] .. '}'
redis.call('hset', KEYS[3], ARGV[1], delivery)
redis.call('hset', KEYS[4], ARGV[1], past and (past .. ',' .. entry) or entry)
if ARGV[6] == '1' then redis.call('hset', KEYS[5], ARGV[1], 1) end
return 1
`

/** KEYS: leases, holders, deliveries, in flight, queue. ARGV: id, token, '1' to count, list, channel. */
const release = `${HELD}
local body = redis.call('hget', KEYS[4], ARGV[1])
redis.call('lpush', KEYS[5], body)
if ARGV[3] == '1' then redis.call('hset', KEYS[3], ARGV[1], string.match(ARGV[2], '(%d+)$')) end
redis.call('zrem', KEYS[1], ARGV[1])
redis.call('hdel', KEYS[2], ARGV[1])
redis.call('hdel', KEYS[4], ARGV[1])
redis.call('publish', ARGV[5], ARGV[4])
return 1
`

/**
 * KEYS: leases, holders, in flight, deliveries, history, suspects, dead letters.
 * ARGV: id, token, entry, letters the list repeats at most: the newest.
 */
const bury = `${HELD}
if redis.call('rpush', KEYS[7], ARGV[3]) > tonumber(ARGV[4]) then redis.call('ltrim', KEYS[7], -ARGV[4], -1) end
${FORGET}
return 1
`

/** KEYS: dead letters. ARGV: job ids. Takes the entries of these jobs away; gives how many. */
const exhume = `
local wanted = {}
for _, id in ipairs(ARGV) do wanted[id] = true end
local gone = 0
for _, entry in ipairs(redis.call('lrange', KEYS[1], 0, -1)) do
  local ok, letter = pcall(cjson.decode, entry)
  if ok and type(letter) == 'table' and type(letter.job) == 'table' and wanted[letter.job.id] then
    gone = gone + redis.call('lrem', KEYS[1], 1, entry)
  end
end
return gone
`

export const ending = {
  acknowledge: { keys: 6, lua: acknowledge },
  fail: { keys: 5, lua: fail },
  release: { keys: 5, lua: release },
  bury: { keys: 7, lua: bury },
  exhume: { keys: 1, lua: exhume },
} as const
