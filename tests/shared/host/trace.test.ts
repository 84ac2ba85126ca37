import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { traceNow, traceOf, traceparentFrom, withTrace } from '#shared/host/trace.ts'

const ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = `00-${ID}-00f067aa0ba902b7-01`

describe('a request', () => {
  test('keeps the trace it comes with', () => {
    expect(traceOf({ traceparent: PARENT }).traceId).toBe(ID)
    expect(traceOf({ 'x-trace-id': ID }).traceId).toBe(ID)
    expect(traceOf({ traceparent: PARENT }).traceparent).toMatch(
      new RegExp(`^00-${ID}-[0-9a-f]{16}-01$`),
    )
  })

  test.each([
    {},
    { traceparent: '' },
    { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` },
    { traceparent: `01-${ID}-00f067aa0ba902b7-01` },
    { 'x-trace-id': `${ID}\nforged: line` },
    { 'x-trace-id': 'x'.repeat(10_000) },
    { 'x-trace-id': [ID, ID] },
  ])('has a new one where it comes with %j', (headers) => {
    const { traceId } = traceOf(headers)
    expect(traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/)
    expect(traceId).not.toBe(ID)
  })
})

test('the same occasion begins the same trace, another another', () => {
  expect(traceparentFrom('scheduler:a')).toBe(traceparentFrom('scheduler:a'))
  expect(traceparentFrom('scheduler:a')).not.toBe(traceparentFrom('scheduler:b'))
  expect(traceOf({ traceparent: traceparentFrom('a') }).traceparent).toContain(
    traceparentFrom('a').slice(3, 35),
  )
})

test('every line of work names its trace, however many run at once', async () => {
  const lines: { msg: string; traceId?: string }[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, next) {
      lines.push(JSON.parse(chunk.toString()) as { msg: string })
      next()
    },
  })
  const log = pino({ mixin: traceNow }, sink)
  const work = (name: string) =>
    withTrace(traceparentFrom(name), async () => {
      await Promise.resolve()
      log.info(name)
    })
  await Promise.all([work('one'), work('two')])
  withTrace(undefined, () => log.info('none'))
  const wanted = ['one', 'two'].map((name) => traceparentFrom(name).slice(3, 35))
  expect(lines.map(({ msg, traceId }) => [msg, traceId])).toEqual([
    ['one', wanted[0]],
    ['two', wanted[1]],
    ['none', undefined],
  ])
})
