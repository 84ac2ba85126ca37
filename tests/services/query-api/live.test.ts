/** Goal: who may no longer come in hears no more news, and nobody's pages keep others out. */

import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { TOPICS, type Topic } from '#shared/contracts/api/topics.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { openStillIn } from '../../../services/query-api/access/authenticate.ts'
import { openLivePage } from '../../../services/query-api/live/live-page.ts'
import { openLive, OWN_MAX, type LiveParts } from '../../../services/query-api/live/stream.ts'
import { person } from '../../helpers/principals.ts'
import { openDoorOf } from './access/browser.ts'

const log = pino({ level: 'silent' })
const marks = {} as Awaited<ReturnType<LiveParts['read']>>
const parts = { read: () => Promise.resolve(marks), log, pollMs: 5 }
const all: { stop(): void }[] = []
afterAll(() => all.forEach((live) => live.stop()))

function open(isStillIn: LiveParts['isStillIn']) {
  const live = openLive({ ...parts, isStillIn })
  all.push(live)
  return live
}

/** What the stream said, once it has ended. */
async function drain(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body! as unknown as AsyncIterable<Uint8Array>)
    text += decoder.decode(chunk)
  return text
}

describe('a stream', () => {
  test('of a session that ends, ends, and another’s goes on', async () => {
    const door = await openDoorOf()
    const isStillIn = openStillIn(door.access)
    const live = open(isStillIn)
    const asking = async (name: string) => {
      const browser = await door.signedIn(name)
      const [row] = (await browser.get('/api/access/sessions')).body as unknown as {
        sessionId: string
      }[]
      const by = { ...person('admin', name), sessionId: row!.sessionId, id: browser.personId }
      return { browser, by: by as Principal }
    }
    const [one, other] = [await asking('ann'), await asking('bea')]
    const ended = drain(live.open(one.by))
    const reader = live.open(other.by).body!.getReader()
    await one.browser.post('/api/access/sign-out')
    await ended
    expect(live.clients).toBe(1)
    await reader.cancel()
  })

  test('of a token that is revoked ends', async () => {
    const door = await openDoorOf()
    const live = open(openStillIn(door.access))
    const browser = await door.signedIn('ann')
    const made = await browser.post('/api/access/tokens', {
      name: 'x',
      role: 'viewer',
      areas: [],
      days: null,
    })
    const { tokenId: id } = (made.body as { row: { tokenId: string } }).row
    const ended = drain(
      live.open({ kind: 'token', id, name: 'x', role: 'viewer', areas: [], from: '' }),
    )
    expect((await browser.call('DELETE', `/api/access/tokens/${id}`)).status).toBe(200)
    await ended
  })

  test('is one of a few of its person, who keeps nobody else out', async () => {
    const live = open(() => Promise.resolve(true))
    const greedy = person('viewer', 'ann')
    for (let place = 0; place < OWN_MAX + 5; place += 1) expect(live.open(greedy).status).toBe(200)
    expect(live.clients).toBe(OWN_MAX)
    const other = { ...greedy, id: '0a000000-0000-4000-8000-000000000009' } as Principal
    expect(live.open(other).status).toBe(200)
    expect(live.clients).toBe(OWN_MAX + 1)
  })

  test('that is the oldest of its person gives way to a new one, and is told to wait', async () => {
    const live = open(() => Promise.resolve(true))
    const other = { ...person('viewer', 'bea'), id: '0a000000-0000-4000-8000-000000000009' }
    const others = live.open(other as Principal).body!.getReader()
    const own = Array.from({ length: OWN_MAX }, () => live.open(person('viewer', 'ann')))
    live.open(person('viewer', 'ann'))
    // A browser takes the last word on when to come back; at once, both would go in turn.
    const waits = [...(await drain(own[0]!)).matchAll(/^retry: (\d+)$/gm)].map(([, ms]) =>
      Number(ms),
    )
    expect(waits.at(-1)).toBeGreaterThanOrEqual(60_000)
    expect(live.clients).toBe(OWN_MAX + 1)
    expect((await others.read()).done).toBe(false)
  })

  /** What one that listens heard, message by message, as it comes. */
  async function* hear(response: Response) {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body! as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk)
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, id] = /^id: (.+)$/m.exec(text.slice(0, end)) ?? []
        const [, data] = /^data: (.+)$/m.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        if (id && data) yield { id, topics: (JSON.parse(data) as { topics: Topic[] }).topics }
      }
    }
  }

  /** A stream whose marks are set by hand. */
  function moving() {
    const state = { documents: 0, orders: 0 }
    const read = () =>
      Promise.resolve({ documents: String(state.documents), orders: String(state.orders) } as never)
    const live = openLive({ ...parts, read, isStillIn: () => Promise.resolve(true) })
    all.push(live)
    return { live, state }
  }

  test('goes on after a cut where it was, and says that all may have changed where it does not know', async () => {
    const { live, state } = moving()
    const first = hear(live.open(person('viewer', 'ann')))
    expect((await first.next()).value?.topics).toEqual([...TOPICS])
    state.documents += 1
    const { id } = (await first.next()).value!
    await first.return(undefined)
    const other = hear(live.open(person('viewer', 'bea')))
    await other.next()
    state.orders += 1
    expect((await other.next()).value?.topics).toEqual(['orders'])
    const missed = hear(live.open(person('viewer', 'ann'), id))
    expect((await missed.next()).value?.topics).toEqual(['orders'])
    for (const unknown of ['', 'another.1', `${id.split('.')[0]}.99`, `${id}x`]) {
      const one = hear(live.open(person('viewer', 'ann'), unknown))
      expect((await one.next()).value?.topics, unknown).toEqual([...TOPICS])
      await one.return(undefined)
    }
    await Promise.all([missed.return(undefined), other.return(undefined)])
  })

  test('to a page that reads nothing waits in few bytes, and tells it once what it missed', async () => {
    const told: string[] = []
    const { client, body } = openLivePage(person('viewer', 'ann'), () => undefined)
    for (let place = 0; place < 2_000; place += 1) {
      const topic = TOPICS[place % TOPICS.length]!
      if (!client.tell([topic], `e.${place}`)) break
      told.push(topic)
    }
    // It is given up in the end, and until then no more than so much waits for it.
    expect(told.length).toBeLessThan(2_000)
    const reader = body.getReader()
    client.close()
    let bytes = 0
    for (let part = await reader.read(); !part.done; part = await reader.read())
      bytes += (part.value as Uint8Array).length
    expect(bytes).toBeLessThan(6_000)
  })

  test('to a slow page goes on with all that it missed', async () => {
    const { client, body } = openLivePage(person('viewer', 'ann'), () => undefined)
    let place = 0
    const tell = (topic: Topic) => client.tell([topic], `e.${(place += 1)}`)
    while (place < 200) if (!tell('documents')) break
    const reader = body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    while (!text.includes('"orders"')) {
      tell('orders')
      text += decoder.decode((await reader.read()).value as Uint8Array)
    }
    expect(text).toMatch(/^id: e\.\d+\ndata: {"topics":\["documents","orders"\]}$/m)
    await reader.cancel()
  })
})
