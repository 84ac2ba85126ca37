/** Goal: who may no longer come in hears no more news, and nobody's pages keep others out. */

import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { openStillIn } from '../../../services/query-api/access/authenticate.ts'
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

/** Resolves when the stream ends. */
async function drain(response: Response): Promise<void> {
  for await (const _chunk of response.body! as unknown as AsyncIterable<Uint8Array>);
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
    for (let place = 0; place < OWN_MAX; place += 1) live.open(greedy)
    expect(() => live.open(greedy)).toThrow(
      expect.objectContaining({ status: 429, code: 'too_many' }),
    )
    const other = { ...greedy, id: '0a000000-0000-4000-8000-000000000009' } as Principal
    expect(live.open(other).status).toBe(200)
  })
})
