/** Text as bytes in any character set, the way round that the platform has no encoder for. */

const tables = new Map<string, Map<string, number[]>>()

function tableOf(charset: string): Map<string, number[]> {
  const known = tables.get(charset)
  if (known) return known
  const decoder = new TextDecoder(charset)
  const table = new Map<string, number[]>()
  const isPaired = !/^(?:windows|koi8|macintosh)/.test(charset)
  const learn = (...bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes))
    if (Array.from(text).length === 1 && text !== '\ufffd' && !table.has(text))
      table.set(text, bytes)
  }
  for (let byte = 0; byte < 256; byte += 1) learn(byte)
  for (let lead = 0x81; isPaired && lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) learn(lead, trail)
  }
  tables.set(charset, table)
  return table
}

/** @throws Error where the set has no such character. */
export function encodeIn(charset: string, text: string): Buffer {
  if (charset === 'utf-8') return Buffer.from(text)
  if (charset === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (charset === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = tableOf(charset)
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const bytes = table.get(character)
      if (!bytes) throw new Error(`Encode in ${charset}: it has no ${character}`)
      return bytes
    }),
  )
}
