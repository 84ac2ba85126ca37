import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { ObjectMissing } from '#shared/clients/objects/name.ts'
import { openS3 } from '#shared/clients/objects/s3.ts'
import { getWhole } from '#shared/clients/objects/whole.ts'
import { messageOf } from '#shared/host/faults.ts'
import { openGate } from '../../../helpers/gate.ts'
import { startServer } from '../../../helpers/http.ts'

const server = await startServer()
const gate = await openGate(server.url)
const KEYS = { accessKey: 'a', secretKey: 'b', region: 'us-east-1' }
/** Soon tired of silence; what is there answers the other in its own time, however busy this machine is. */
const hasty = openS3({ endpoint: gate.url, ...KEYS }, 200)
const objects = openS3({ endpoint: gate.url, ...KEYS }, 30_000)
const { host } = new URL(gate.url)
server.answer('/stonks-lakehouse/there', { body: 'bytes' })

const said = (asked: Promise<unknown>) => asked.then(() => 'nothing', messageOf)
const all = (of = objects) =>
  Promise.all([
    said(of.get('stonks-lakehouse', 'there')),
    said(of.put('stonks-lakehouse', 'there', Buffer.from('x'), 'text/plain')),
    said(of.has('stonks-lakehouse', 'there')),
    said(of.remove('stonks-lakehouse', 'there')),
    said(of.list('stonks-lakehouse', 'there')),
    said(getWhole(of, { bucket: 'stonks-lakehouse', key: 'there', sha256: '' })),
  ])
const named = (why: string) => [
  `Read stonks-lakehouse/there in S3 at ${host}: ${why}`,
  `Store stonks-lakehouse/there in S3 at ${host}: ${why}`,
  `Look for stonks-lakehouse/there in S3 at ${host}: ${why}`,
  `Remove stonks-lakehouse/there in S3 at ${host}: ${why}`,
  `List stonks-lakehouse/there in S3 at ${host}: ${why}`,
  `Read stonks-lakehouse/there in S3 at ${host}: ${why}`,
]
const answers = async () =>
  expect((await objects.get('stonks-lakehouse', 'there')).toString()).toBe('bytes')

test('a store that says nothing is named, and asked again as if nothing had been', async () => {
  await answers()
  gate.silence()
  expect(await all(hasty)).toEqual(named('nothing was heard from it for 0.2 s'))
  await gate.open()
  await answers()
})

test('so is one that refuses', async () => {
  await gate.refuse()
  // A connection that was kept may be found cut only when it is used.
  await said(objects.get('stonks-lakehouse', 'there'))
  expect(await all()).toEqual(named(`connect ECONNREFUSED ${host}`))
  await gate.open()
  await answers()
})

test('one that is there and has not the object says so', async () => {
  await expect(objects.get('stonks-lakehouse', 'other')).rejects.toThrow(ObjectMissing)
  expect(await objects.has('stonks-lakehouse', 'other')).toBe(false)
})

test('a connection that the store closes while it is asked again costs nothing', async () => {
  let answered = 0
  // Each connection answers once and ends at the next question: what a kept connection meets in a race.
  const closing = createServer((socket) => {
    let asked = 0
    socket.on('error', () => undefined)
    socket.on('data', () => {
      if (asked++ > 0) return socket.destroy()
      answered += 1
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=60\r\ncontent-length: 5\r\n\r\nbytes')
    })
  })
  await new Promise<void>((listens) => closing.listen(0, '127.0.0.1', listens))
  afterAll(() => void closing.close())
  const at = `http://127.0.0.1:${(closing.address() as AddressInfo).port}`
  const store = openS3({ endpoint: at, ...KEYS }, 30_000)
  for (let i = 0; i < 3; i++)
    expect((await store.get('stonks-lakehouse', 'there')).toString()).toBe('bytes')
  expect(answered).toBe(3)
})

test('one that falls silent amid an object gives no part of it', async () => {
  const open = new Set<Socket>()
  const half = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'))
  })
  await new Promise<void>((listens) => half.listen(0, '127.0.0.1', listens))
  afterAll(() => {
    for (const socket of open) socket.destroy()
    half.close()
  })
  const at = `127.0.0.1:${(half.address() as AddressInfo).port}`
  const silent = openS3({ endpoint: `http://${at}`, ...KEYS }, 200)
  expect(await said(silent.get('stonks-lakehouse', 'there'))).toBe(
    `Read stonks-lakehouse/there in S3 at ${at}: nothing was heard from it for 0.2 s`,
  )
})
