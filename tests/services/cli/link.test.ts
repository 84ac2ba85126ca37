import { expect, test, vi } from 'vitest'
import { UsageError } from '../../../services/cli/command.ts'
import { command } from '../../../services/cli/commands/link.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { url, sql } = await cloneDatabase()

async function link(args: string[], env: Record<string, string> = {}) {
  const all = { DATABASE_URL: url, PUBLIC_URL: 'https://stonks.example', ...env }
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value)
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    await command.run(args)
    return out.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

test('prints a link for the local operator, who is made once and an admin', async () => {
  const one = await link([])
  const two = await link([])
  for (const text of [one, two])
    expect(text).toMatch(
      /^https:\/\/stonks\.example\/sign-in#link=[\w-]{43}\nIt signs in local operator, once, within 15 minutes\.\n$/,
    )
  expect(one).not.toBe(two)
  expect(await sql`select name, role from people`).toEqual([
    { name: 'local operator', role: 'admin' },
  ])
})

test('prints one for whoever is known, and for nobody else', async () => {
  await sql`insert into people (name, role, created_at) values ('ann', 'viewer', now())`
  const told = JSON.parse(await link(['--name', 'Ann', '--minutes', '5', '--json'])) as object
  expect(Object.keys(told)).toEqual(['url', 'endsAt'])
  await expect(link(['--name', 'bea'])).rejects.toThrow('nobody is named "bea"')
  await sql`update people set disabled = true where name = 'ann'`
  await expect(link(['--name', 'ann'])).rejects.toThrow('ann is disabled')
})

test('is at the port of this machine where no page is named', async () => {
  const text = await link([], { PUBLIC_URL: '', PORT: '4711' })
  expect(text).toContain('http://localhost:4711/sign-in#link=')
})

test.each(['0', '-1', '1.5', 'x', '1441'])('--minutes %s is wrong use', async (minutes) => {
  await expect(link([`--minutes=${minutes}`])).rejects.toThrow(UsageError)
})
