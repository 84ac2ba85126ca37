/** Bytes of a page as text, in the character set it names; never more than 5 MB of them. */

export const PAGE_BYTES_MAX = 5 * 1024 * 1024

const MARKS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
]

/**
 * Decodes by byte-order mark, then by what the first 2 KB declare, then as UTF-8; bytes that are
 * not valid UTF-8 and declare nothing are read as windows-1252, as browsers do.
 */
export function decodePage(bytes: Uint8Array): string {
  const part = bytes.subarray(0, PAGE_BYTES_MAX)
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => part[index] === byte))?.[1]
  const named = marked ?? declaredCharset(part)
  if (named) return new TextDecoder(named).decode(part)
  try {
    return new TextDecoder('utf-8', { fatal: bytes.length <= PAGE_BYTES_MAX }).decode(part)
  } catch {
    return new TextDecoder('windows-1252').decode(part)
  }
}

/** True for bytes that are no text at all: pictures, archives, PDF. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 1_024)
  if (MARKS.some(([mark]) => mark.every((byte, index) => head[index] === byte))) return false
  if (Buffer.from(head.subarray(0, 5)).toString('latin1') === '%PDF-') return true
  return head.includes(0)
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1')
  const label = /(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}
