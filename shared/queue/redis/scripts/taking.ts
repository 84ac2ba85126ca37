/** Scripts by which jobs come into a list, are taken from it, are held, and come back. */

import { HELD, NOW } from './parts.ts'

/** KEYS: queue, epoch. ARGV: list, high water (0: none), '1' to need the epoch, channel, events… */
const push = `
if ARGV[3] == '1' and redis.call('exists', KEYS[2]) == 0 then return -1 end
local last = #ARGV
if tonumber(ARGV[2]) > 0 then
  last = math.min(last, 4 + math.max(0, ARGV[2] - redis.call('llen', KEYS[1])))
end
for place = 5, last do redis.call('rpush', KEYS[1], ARGV[place]) end
if last > 4 then redis.call('publish', ARGV[4], ARGV[1]) end
return last - 4
`

/**
 * KEYS: queue, holders, leases, in flight, deliveries, suspects, paused, counter.
 * ARGV: list, most, lease ms. Gives id, token, delivery, suspect, event for each.
 *
 * Our own events are known by how they begin, which spares reading them. A bare job is put into
 * an event here, so that a second claim finds the same id; what is no JSON becomes a string, and
 * the stage's contract refuses it. A copy of a job in flight is dropped: its lease stands for it.
 */
const claim = `
if redis.call('scard', KEYS[7]) > 0 then return {} end
local bodies = redis.call('lpop', KEYS[1], ARGV[2])
if not bodies then return {} end
${NOW}
local out = {}
for _, body in ipairs(bodies) do
  local id = string.match(body, '^{"specversion":"1%.0","id":"([%x%-]+)","source"')
  if not id then
    local ok, event = pcall(cjson.decode, body)
    if ok and type(event) == 'table' and type(event.specversion) == 'string'
      and type(event.type) == 'string' and type(event.id) == 'string' and event.id ~= '' then
      id = event.id
    else
      id = string.format('%08x-%04x-8%x00-8000-%012x', time[1], math.floor(time[2] / 16),
        time[2] % 16, redis.call('incr', KEYS[8]))
      body = '{"specversion":"1.0","id":"' .. id .. '","source":"/stonks/hand","type":"stonks.' ..
        ARGV[1] .. '","datacontenttype":"application/json","data":' ..
        (ok and body or cjson.encode(body)) .. '}'
    end
  end
  if redis.call('zadd', KEYS[3], 'nx', now + ARGV[3], id) == 1 then
    local delivery = (redis.call('hget', KEYS[5], id) or 0) + 1
    local token = time[1] .. '.' .. time[2] .. '.' .. delivery
    redis.call('hset', KEYS[4], id, body)
    redis.call('hset', KEYS[2], id, token .. ' ' .. ARGV[1])
    local suspect = delivery > 1 and redis.call('hexists', KEYS[6], id) or 0
    out[#out + 1] = id
    out[#out + 1] = token
    out[#out + 1] = delivery
    out[#out + 1] = suspect
    out[#out + 1] = body
  end
end
return out
`

/** KEYS: leases, holders. ARGV: id, token, lease ms. */
const renew = `${HELD}${NOW}
redis.call('zadd', KEYS[1], now + ARGV[3], ARGV[1])
return 1
`

/**
 * KEYS: leases, holders, in flight, deliveries, history. ARGV: deliveries max, most, lease ms,
 * queue prefix, channel. Gives how many went back, then id, token, delivery, list, event for each
 * that had its last delivery; those are leased anew, to be recorded as dead first.
 */
const reap = `${NOW}
local out = {0}
for _, id in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', now, 'limit', 0, ARGV[2])) do
  local token, list = string.match(redis.call('hget', KEYS[2], id) or '', '^(%S+) (.+)$')
  local body = redis.call('hget', KEYS[3], id)
  local delivery = redis.call('hget', KEYS[4], id) or '0'
  local died = token and string.match(token, '%.(%d+)$')
  if died then
    delivery = died
    redis.call('hset', KEYS[4], id, delivery)
    local past = redis.call('hget', KEYS[5], id)
    local entry = '{"delivery":' .. delivery .. ',"at":' .. string.format('%.0f', now) ..
      ',"error":"its holder died or let the lease run out"}'
    redis.call('hset', KEYS[5], id, past and (past .. ',' .. entry) or entry)
  end
  if not token or not body then
    redis.call('zrem', KEYS[1], id)
  elseif tonumber(delivery) >= tonumber(ARGV[1]) then
    local fresh = time[1] .. '.' .. time[2] .. '.' .. delivery .. 'd'
    redis.call('hset', KEYS[2], id, fresh .. ' ' .. list)
    redis.call('zadd', KEYS[1], now + ARGV[3], id)
    for _, part in ipairs({id, fresh, delivery, list, body}) do out[#out + 1] = part end
  else
    redis.call('lpush', ARGV[4] .. list, body)
    redis.call('zrem', KEYS[1], id)
    redis.call('hdel', KEYS[2], id)
    redis.call('hdel', KEYS[3], id)
    redis.call('publish', ARGV[5], list)
    out[1] = out[1] + 1
  end
end
return out
`

/**
 * KEYS: leases, holders, in flight, deliveries. ARGV: deliveries a job may have, queue prefix, channel.
 * Gives how many were returned; a job that had its last delivery is the reaper's.
 */
const hasten = `
local returned = 0
local held = redis.call('hgetall', KEYS[2])
for place = 1, #held, 2 do
  local id = held[place]
  local mark, list = string.match(held[place + 1], '^([%-~]%d*) (.+)$')
  local body = mark and redis.call('hget', KEYS[3], id)
  if body and tonumber(redis.call('hget', KEYS[4], id) or '0') < tonumber(ARGV[1]) then
    redis.call('lpush', ARGV[2] .. list, body)
    redis.call('zrem', KEYS[1], id)
    redis.call('hdel', KEYS[2], id)
    redis.call('hdel', KEYS[3], id)
    redis.call('publish', ARGV[3], list)
    returned = returned + 1
  end
end
return returned
`

export const taking = {
  hasten: { keys: 4, lua: hasten },
  push: { keys: 2, lua: push },
  claim: { keys: 8, lua: claim },
  renew: { keys: 2, lua: renew },
  reap: { keys: 5, lua: reap },
} as const
