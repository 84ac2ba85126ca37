/** Reads a body that may be a bomb: bounded as it arrives, as it unfolds, and in how far it unfolds. */

import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { PermanentFault } from '../../host/faults.ts'

export type BodyLimits = {
  /** Bytes on the wire. */
  rawMax: number
  /** Bytes once they are unfolded. */
  bytesMax: number
  /** Only the beginning is wanted: so many unfolded bytes, after which the connection is ended. */
  keepFirst?: number | undefined
}

/** What honest text never reaches; a bomb has a thousand and more. */
const RATIO_MAX = 200
/** So small a body may unfold as far as it likes. */
const UNJUDGED_BYTES = 1024 * 1024

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * The whole body; the connection is ended where it is refused.
 *
 * @throws PermanentFault where it holds or unfolds to too much, or is encoded in a way not asked for.
 */
export async function readBounded(
  message: IncomingMessage,
  where: string,
  { rawMax, bytesMax, keepFirst }: BodyLimits,
): Promise<Buffer> {
  let refusal: PermanentFault | undefined
  const refuse = (words: string) => {
    refusal ??= new PermanentFault('source_too_large', `Fetch ${where}: ${words}`)
    message.destroy()
    return refusal
  }
  const tooLarge = (most: number) => refuse(`it holds more than ${most} bytes`)
  const decoder = decoderOf(message, where)
  const most = decoder ? rawMax : Math.min(rawMax, bytesMax)
  const isPart = keepFirst !== undefined
  if (!isPart && Number(message.headers['content-length'] ?? 0) > most) throw tooLarge(most)
  let raw = 0
  message.on('data', (chunk: Buffer) => {
    raw += chunk.length
    if (raw > most && !isPart) tooLarge(most)
  })
  const brokeOff = new Error(`Fetch ${where}: it broke off`)
  message.on('error', () => decoder?.destroy(brokeOff))
  message.on('close', () => message.complete || decoder?.destroy(brokeOff))
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of decoder ? message.pipe(decoder) : message) {
      size += (chunk as Buffer).length
      if (size > bytesMax && !isPart) throw tooLarge(bytesMax)
      if (size > UNJUDGED_BYTES && size > raw * RATIO_MAX)
        throw refuse(`it unfolds to more than ${RATIO_MAX} times its size`)
      chunks.push(chunk as Buffer)
      if (isPart && size >= keepFirst) break
    }
  } catch (fault) {
    throw refusal ?? fault
  }
  if (refusal) throw refusal
  message.destroy()
  return Buffer.concat(chunks).subarray(0, keepFirst)
}

/** @throws PermanentFault for an encoding unknown, or wrapped in another. */
function decoderOf(message: IncomingMessage, where: string): Transform | undefined {
  const named = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (named === 'identity' || named === '') return undefined
  const open = Object.hasOwn(decoders, named) ? decoders[named] : undefined
  if (open) return open()
  message.destroy()
  const found = named.length > 60 ? 'a longer list' : `"${named}"`
  throw new PermanentFault(
    'source_media_type',
    `Fetch ${where}: expected one of ${Object.keys(decoders).join(', ')} as its encoding, found ${found}`,
  )
}
