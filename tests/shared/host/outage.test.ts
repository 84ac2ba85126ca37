import { Writable } from 'node:stream'
import { pino } from 'pino'
import { beforeEach, expect, test } from 'vitest'
import { openOutage, toldReadiness } from '#shared/host/outage.ts'

let lines: { level: number; msg: string; stage?: string }[] = []
const stream = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(JSON.parse(chunk.toString()) as (typeof lines)[number])
    done()
  },
})
const log = pino({ level: 'info' }, stream)
const said = () => lines.map(({ msg }) => msg.replace(/\d+ s$/, 'n s'))

beforeEach(() => {
  lines = []
})

test('an outage is told when it begins and when it is over, and nothing between', () => {
  const outage = openOutage(log, { begins: 'waits', ends: 'goes on' }, { stage: 'parser' })
  outage.over()
  for (const words of ['gone', 'gone', 'still gone']) outage.met(new Error(words))
  outage.over()
  outage.over()
  outage.met(new Error('again'))
  expect(said()).toEqual(['waits: gone', 'goes on, after n s', 'waits: again'])
  expect(lines.map(({ level, stage }) => [level, stage])).toEqual([
    [40, 'parser'],
    [30, 'parser'],
    [40, 'parser'],
  ])
})

test('a probe goes through, its failures told once', async () => {
  let isUp = true
  const ready = toldReadiness(
    async () => {
      if (!isUp) throw new Error('no database')
    },
    log,
    'parser',
  )
  await ready()
  isUp = false
  await expect(ready()).rejects.toThrow('no database')
  await expect(ready()).rejects.toThrow('no database')
  isUp = true
  await ready()
  expect(said()).toEqual(['parser is not ready: no database', 'parser is ready again, after n s'])
})
