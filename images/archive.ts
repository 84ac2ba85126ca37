/** Reads what a docker-archive holds: its layers, and how large they are unpacked. */

import { open, type FileHandle } from 'node:fs/promises'

const BLOCK = 512

type Entry = { name: string; size: number; at: number }

/** Layers and their bytes, uncompressed as archives hold them. */
export async function readArchive(path: string): Promise<{ layers: number; bytes: number }> {
  const file = await open(path)
  try {
    const entries = await listEntries(file)
    const manifest = entries.find(({ name }) => name === 'manifest.json')
    if (!manifest) throw new Error(`Read ${path}: it has no manifest.json`)
    const text = Buffer.alloc(manifest.size)
    await file.read(text, 0, manifest.size, manifest.at)
    const [{ Layers: names }] = JSON.parse(text.toString()) as [{ Layers: string[] }]
    const layers = entries.filter(({ name, size }) => names.includes(name) && size > 0)
    return { layers: layers.length, bytes: layers.reduce((sum, { size }) => sum + size, 0) }
  } finally {
    await file.close()
  }
}

/** Name, size and place of each file in a tar (POSIX.1-1988, `ustar`). */
async function listEntries(file: FileHandle): Promise<Entry[]> {
  const entries: Entry[] = []
  const header = Buffer.alloc(BLOCK)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(header, 0, BLOCK, at)
    const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '')
    if (bytesRead < BLOCK || name === '') return entries
    const size = sizeOf(header.subarray(124, 136))
    entries.push({ name, size, at: at + BLOCK })
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

/** Octal digits, or eight bytes of binary where those do not hold it. */
function sizeOf(field: Buffer): number {
  if (field[0] === 0x80) return Number(field.readBigUInt64BE(4))
  return Number.parseInt(field.toString('latin1').replace(/\0.*$/s, ''), 8)
}
