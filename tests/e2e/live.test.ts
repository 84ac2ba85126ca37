/**
 * Goal: a stranger's first three minutes. Method: `stonks up` on the simulated market, seen through
 * the operators' API; then kills, a second `up`, and Ctrl-C.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { isStillThere } from '../../services/local/process-identity.ts'
import type { Run } from '../../services/local/state.ts'
import { fetchAs } from '../helpers/sign-in.ts'
import { start, stonks, until, withState } from './platform.ts'

const THREE_MINUTES = 180_000

test('orders go out within three minutes, kills are survived, and Ctrl-C ends every part', async () => {
  await withState(async (state) => {
    const up = start(['up', '--state', state])
    const began = performance.now()
    const page = await until('the address', 90_000, () =>
      Promise.resolve(/page\s+(http:\S+)/.exec(up.stderr())?.[1]),
    )
    const link = await until('the link', 10_000, () =>
      Promise.resolve(/Sign in\s+(http:\S+)/.exec(up.stderr())?.[1]),
    )
    expect((await fetch(`${page}/api/documents`)).status).toBe(401)
    const ask = await fetchAs(link)
    const read = async <T>(path: string) => (await (await ask(path)).json()) as T

    const documents = await until('a document', THREE_MINUTES, async () => {
      const found = await read<unknown[]>('/api/documents?limit=5')
      return found.length > 0 ? found : undefined
    })
    expect(documents.length).toBeGreaterThan(0)

    const runFile = join(state, 'live/run.json')
    const run = () => JSON.parse(readFileSync(runFile, 'utf8')) as Run
    const victims = run().children
    for (const { pid } of victims.slice(0, 3)) process.kill(pid, 'SIGKILL')

    await until('an order', THREE_MINUTES - (performance.now() - began), async () => {
      const orders = await read<{ state: string }[]>('/api/orders?limit=50')
      return orders.some((order) => order.state === 'filled') ? orders : undefined
    })
    expect(performance.now() - began).toBeLessThan(THREE_MINUTES)

    const second = await stonks(['up', '--state', state])
    expect(second.code).toBe(1)
    expect(second.stderr).toContain('The platform already runs on')

    const children = run().children
    const asked = performance.now()
    up.child.kill('SIGINT')
    const { code } = await up.run
    expect(performance.now() - asked).toBeLessThan(15_000)
    expect(code, up.stderr().slice(-2_000)).toBe(0)
    expect(children.filter(isStillThere)).toEqual([])
  })
})

test.each(['Starting PostgreSQL and Redis', 'Making a simulated market', 'Starting services'])(
  'Ctrl-C while it says "%s" ends every part, and nothing is said to have failed',
  async (words) => {
    await withState(async (state) => {
      const up = start(['up', '--state', state])
      await until(words, 90_000, () => Promise.resolve(up.stderr().includes(words) || undefined))
      up.child.kill('SIGINT')
      const { code, stderr } = await up.run
      expect(code, stderr).toBe(0)
      expect(stderr).toMatch(/Ending every part\n$/)
      expect(stderr).not.toMatch(/is up, after/)
      const { children } = JSON.parse(readFileSync(join(state, 'live/run.json'), 'utf8')) as Run
      expect(children.filter(isStillThere)).toEqual([])
    })
  },
)

test('a taken port is refused by name before anything starts', async () => {
  const taken = createServer()
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  try {
    await withState(async (state) => {
      const { code, stderr } = await stonks(['up', '--state', state, '--port', String(port)])
      expect(code).toBe(1)
      expect(stderr).toContain(`--port ${port} is taken`)
    })
  } finally {
    taken.close()
  }
})
