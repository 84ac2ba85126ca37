import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { openGuardedFetch, type Ask } from '#shared/clients/guarded/fetch.ts'
import { guardLookup, type Resolve } from '#shared/clients/guarded/lookup.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { startDecoy, startEvil } from '../../../helpers/evil.ts'
import { insideForms, oddForms } from '../../../helpers/inside-forms.ts'

const evil = await startEvil({
  '/away': (_, to) => void to.writeHead(302, { location: `http://127.0.0.1:${decoy.port}/` }).end(),
  '/nowhere': (_, to) => void to.writeHead(302, { location: 'http://[' }).end(),
})
const decoy = await startDecoy()
const atHome = openGuardedFetch({ allowHosts: [evil.host] })

/** How a fetch ends: its reason where it must not be tried again, `again` where it may. */
async function endOf(path: string, ask: Ask = {}): Promise<string> {
  try {
    const { status, body } = await atHome(evil.url + path, { waitMs: 1_000, ...ask })
    return `${status} ${body.toString('utf8').slice(0, 40)}`
  } catch (fault) {
    return fault instanceof PermanentFault ? fault.reason : 'again'
  }
}

const ends: Record<string, string> = {
  '/gzip-bomb': 'source_too_large',
  '/brotli-bomb': 'source_too_large',
  '/nested': 'source_media_type',
  '/nested-unsaid': '200 ',
  '/fifty-layers': 'source_media_type',
  '/strange-encoding': 'source_media_type',
  '/prototype-encoding': 'source_media_type',
  '/no-gzip-at-all': 'again',
  '/broken-gzip': 'again',
  '/endless': 'source_too_large',
  '/endless-gzip': 'source_too_large',
  '/lies-about-length': 'source_too_large',
  '/slow-body': 'again',
  '/slow-headers': 'again',
  '/early-hints': 'again',
  '/silent': 'again',
  '/huge-headers': 'again',
  '/many-headers': 'again',
  '/not-http': 'again',
  '/hangs-up': 'again',
  '/half': 'again',
  '/loop': 'source_leads_elsewhere',
  '/ring-a': 'source_leads_elsewhere',
  '/ring-b': 'source_leads_elsewhere',
  '/redirect-with-body': '200 <p>Words enough</p>',
  '/page': '200 <p>Words enough</p>',
  '/good-gzip': '200 <p>Words enough</p>',
  '/good-brotli': '200 <p>Words enough</p>',
  '/away': 'source_leads_elsewhere',
  '/nowhere': 'bad_source_config',
}

test('every bad manner is tried', () => {
  expect(Object.keys(ends).sort()).toEqual([...evil.paths].sort())
})

test.each(Object.entries(ends))('a server at %s: %s', async (path, end) => {
  const before = process.memoryUsage().rss
  const found = await endOf(path)
  if (path === '/nested-unsaid') expect(found).toMatch(/^200 /)
  else expect(found).toBe(end)
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  // Nothing is left that would go on sending.
  await expect.poll(() => evil.open.size, { timeout: 5_000 }).toBe(0)
})

test('a body is bounded on the wire, unfolded, and in how far it unfolds', async () => {
  expect(await endOf('/page', { bytesMax: 19 })).toMatch(/^200/)
  expect(await endOf('/page', { bytesMax: 18 })).toBe('source_too_large')
  expect(await endOf('/good-gzip', { bytesMax: 18 })).toBe('source_too_large')
  expect(await endOf('/good-gzip', { rawMax: 18 })).toBe('source_too_large')
  await expect(atHome(`${evil.url}/gzip-bomb`, { bytesMax: 1e9 })).rejects.toThrow('200 times')
})

test('another kind of answer than was asked for is not read', async () => {
  const wants = { says: 'a feed', test: (mediaType: string) => mediaType.includes('xml') }
  expect(await endOf('/endless', { wants })).toBe('source_media_type')
})

test('redirects may be refused altogether', async () => {
  expect(await endOf('/redirect-with-body', { redirectsMax: 0 })).toBe('source_leads_elsewhere')
})

test('who asked may end it', async () => {
  const ending = new AbortController()
  const asked = atHome(`${evil.url}/silent`, { signal: ending.signal })
  await expect.poll(() => evil.open.size).toBe(1)
  ending.abort()
  await expect(asked).rejects.toThrow('no answer')
})

describe('nobody is reached', () => {
  const guarded = openGuardedFetch({ allowHosts: [] })

  test('by any spelling of an address of our own', async () => {
    for (const url of [...insideForms(decoy.port), ...oddForms])
      await expect(guarded(url), url).rejects.toMatchObject({ reason: 'bad_source_config' })
    expect(decoy.connections()).toBe(0)
  })

  const answers =
    (...addresses: string[]): Resolve =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const inside = [
    ['127.0.0.1'],
    ['::1'],
    ['127.0.0.1', '::1'],
    ['93.184.216.34', '127.0.0.1'],
    ['2606:2800:220:1:248:1893:25c8:1946', '127.0.0.1'],
    ['93.184.216.34', '::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['0.0.0.0'],
    ['::'],
    ['169.254.169.254'],
    ['10.0.0.1'],
    ['fe80::1%lo'],
    ['fd00:ec2::254'],
    [],
  ]

  test.each(inside)('where a name leads to %s %s', async (...addresses) => {
    const fetchIt = openGuardedFetch({ allowHosts: [], resolve: answers(...addresses) })
    for (const url of ['http://evil.example/', 'https://evil.example/']) {
      const asked = fetchIt(url)
      if (addresses.length === 0) await expect(asked).rejects.toThrow('no answer')
      else await expect(asked).rejects.toMatchObject({ reason: 'source_address_refused' })
    }
    for (const all of [true, false]) {
      const lookup = guardLookup(answers(...addresses))
      await new Promise<void>((resolve) => {
        const socket = connect({
          host: 'evil.example',
          port: decoy.port,
          lookup,
          autoSelectFamily: all,
        })
        socket.on('error', () => resolve())
        socket.on('connect', () => socket.end(() => resolve()))
      })
    }
    expect(decoy.connections()).toBe(0)
  })

  test('where a name that was good a moment ago leads inside now', async () => {
    const asked: string[] = []
    const rebinding: Resolve = async (name) => {
      asked.push(name)
      const address = asked.length === 1 ? '192.0.2.1' : '127.0.0.1'
      return [{ address, family: 4 }]
    }
    const lookup = guardLookup(async (name) => {
      const [told] = await rebinding(name)
      return [{ ...told!, address: told!.address.replace('192.0.2.1', '93.184.216.34') }]
    })
    const judged = await new Promise<string>((resolve) => {
      lookup('evil.example', { all: true }, (fault, addresses) =>
        resolve(fault ? fault.message : JSON.stringify(addresses)),
      )
    })
    // One look-up makes one connection, and what it gave is what is connected to.
    expect(judged).toBe('[{"address":"93.184.216.34","family":4}]')
    expect(asked).toEqual(['evil.example'])
    const fetchIt = openGuardedFetch({ allowHosts: [], resolve: rebinding })
    await expect(fetchIt('http://evil.example/')).rejects.toMatchObject({
      reason: 'source_address_refused',
    })
    expect(decoy.connections()).toBe(0)
  })

  test('where a name is a listed one’s neighbour', async () => {
    const resolve = answers('127.0.0.1')
    const fetchIt = openGuardedFetch({ allowHosts: [`good.example:${decoy.port}`], resolve })
    for (const url of ['http://good.example/', `http://evil.good.example:${decoy.port}/`])
      await expect(fetchIt(url)).rejects.toBeInstanceOf(PermanentFault)
    expect(decoy.connections()).toBe(0)
  })
})

test('a name keeps its own in Host while the address is the judged one', async () => {
  const told: (string | undefined)[] = []
  const server = await startEvil({
    '/host': (request, to) => {
      told.push(request.headers.host)
      to.end('here')
    },
  })
  const port = new URL(server.url).port
  const fetchIt = openGuardedFetch({ allowHosts: [`localhost:${port}`] })
  expect((await fetchIt(`http://localhost:${port}/host`)).body.toString()).toBe('here')
  expect(told).toEqual([`localhost:${port}`])
})
