import { expect, test } from 'vitest'
import { unpaced, type Pacer } from '#shared/clients/pace/pacer.ts'
import { clientsAt } from '#shared/clients/trial/errand.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { startServer } from '../../../helpers/http.ts'

const server = await startServer()

/** How many turns of the vendor a trial takes that asks `asked` for what is said to be at `at`. */
async function turnsOf(asked: string, at: string): Promise<number> {
  let turns = 0
  const edgar: Pacer = { ...unpaced, turn: () => Promise.resolve(void (turns += 1)) }
  const clients = clientsAt(
    {
      type: 'edgar',
      from: { url: at },
      registry: compileRegistry([]),
      now: new Date('2026-03-02T15:00:00Z'),
      allowHosts: [new URL(server.url).host],
      pacers: { edgar },
    },
    asked,
    at,
  )
  const { signal } = new AbortController()
  await clients.edgar.submissions('0000320193', signal).catch(() => undefined)
  return turns
}

test('an address is asked at the pace that all who ask its vendor keep', async () => {
  expect(await turnsOf(server.url, server.url)).toBeGreaterThan(0)
})

test('a file that stands in for its vendor takes nobody a turn', async () => {
  expect(await turnsOf(server.url, 'https://data.sec.gov/x')).toBe(0)
})
