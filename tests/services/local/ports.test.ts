import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { claimPorts } from '../../../services/local/claim-ports.ts'
import { claimBlock, freePorts, isTaken } from '../../../services/local/embedded/ports.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-ports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ephemeral = () =>
  Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0])

async function occupy(port: number): Promise<() => Promise<unknown>> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return () => once(server.close(), 'close')
}

test('no port is one that an outgoing connection may be given', async () => {
  const block = await claimBlock(9)
  const ports = [...(await freePorts(50)), block.first, block.first + 8]
  await block.release()
  expect(new Set(ports).size).toBe(52)
  expect(ports.filter((port) => port >= ephemeral() || port < 1024)).toEqual([])
})

test('two blocks never share a port, even between processes, until one lets go', async () => {
  const mine = await claimBlock(20)
  const script = `
    import { claimBlock } from './services/local/embedded/ports.ts'
    const { first } = await claimBlock(20, ${mine.first})
    console.log(first)
    setInterval(() => undefined, 1000)`
  const args = ['--no-warnings', '--input-type=module', '-e', script]
  const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(other.stdout), 'line')) as [string]
  expect(Math.abs(Number(line) - mine.first)).toBeGreaterThan(20)
  const third = await claimBlock(20)
  expect([mine.first, Number(line)]).not.toContain(third.first)
  other.kill('SIGKILL')
  await once(other, 'exit')
  await third.release()
  await mine.release()
})

test('a block is had again where it was, once those who used its ports have ended', async () => {
  const block = await claimBlock(5)
  const free = await occupy(block.first + 2)
  await block.release()
  const again = claimBlock(5, block.first)
  await free()
  const { first, release } = await again
  expect(first).toBe(block.first)
  await release()
})

test('a block with a port that another program keeps is passed over', async () => {
  const block = await claimBlock(5)
  await block.release()
  const free = await occupy(block.first + 4)
  const next = await claimBlock(5, block.first)
  expect(next.first).not.toBe(block.first)
  await next.release()
  await free()
})

test('a platform has its ports again after a restart, the functions’ too', async () => {
  const first = await claimPorts({ state: folder, port: undefined })
  await first.release()
  const again = await claimPorts({ state: folder, port: undefined })
  expect([again.ports, again.functionPorts]).toEqual([first.ports, first.functionPorts])
  const all = [...Object.values(again.ports), again.functionPorts]
  expect(new Set(all).size).toBe(all.length)
  await again.release()
})

test('a port that this user may not listen on is not called taken', async () => {
  const claimed = claimPorts({ state: folder, port: 80 }, () => Promise.resolve('EACCES'))
  await expect(claimed).rejects.toThrow('--port 80 is not for this user, as most below 1024. Leave')
})

test('a port that was asked for and is taken is refused, with two ways out', async () => {
  const [port] = (await freePorts(1)) as [number]
  const free = await occupy(port)
  await expect(claimPorts({ state: folder, port })).rejects.toThrow(
    `--port ${port} is taken by another program. Leave --port out to have a free one chosen, or name another`,
  )
  await free()
  expect(await isTaken(port)).toBe(false)
  const { ports, release } = await claimPorts({ state: folder, port })
  expect(ports.page).toBe(port)
  await release()
})
