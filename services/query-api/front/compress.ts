/**
 * Answers in fewer bytes to whoever takes them (RFC 9110, Content-Encoding). In a cluster nginx stands
 * before us and does the same; on one machine nobody does.
 *
 * Reads alone: what a change answers, such as a secret that is shown once, is left as it is.
 */

import { promisify } from 'node:util'
import { PATCHED } from '#shared/contracts/api/patch.ts'
import { brotliCompress, constants, gzip } from 'node:zlib'

type Fetch = (request: Request) => Promise<Response>
type Encoding = 'br' | 'gzip'

const KINDS =
  /^(?:application\/(?:json|manifest\+json)|text\/(?:css|html|javascript)|image\/svg\+xml)\b/
/** Less gains nothing. */
const LEAST_BYTES = 1_024
const IMMUTABLE = /\bimmutable\b/
/** Files of one build; beyond this the oldest goes. */
const FILES_MAX = 500

const byGzip = promisify(gzip)
const byBrotli = promisify<Buffer, object, Buffer>(brotliCompress)

/** The same answers, made smaller; files that never change are made so once. */
export function compressed(fetch: Fetch): Fetch {
  const files = new Map<string, Buffer<ArrayBuffer>>()
  return async (request) => {
    const answer = await fetch(request)
    const encoding = encodingOf(request.headers.get('accept-encoding') ?? '')
    if (!encoding || request.method !== 'GET' || !isWorth(answer)) return answer
    const plain = Buffer.from(await answer.arrayBuffer())
    if (plain.length < LEAST_BYTES) return new Response(plain, answer)
    const isFile = IMMUTABLE.test(answer.headers.get('cache-control') ?? '')
    const key = `${encoding} ${new URL(request.url).pathname}`
    const packed = (isFile && files.get(key)) || (await pack(plain, encoding, isFile))
    if (isFile) keepFile(files, key, packed)
    return new Response(packed, {
      status: answer.status,
      headers: headersOf(answer, encoding, packed),
    })
  }
}

function encodingOf(accepted: string): Encoding | undefined {
  const names = accepted.split(',').flatMap((each) => {
    const [name = '', ...more] = each.split(';').map((part) => part.trim().toLowerCase())
    return more.some((part) => /^q=0(?:\.0*)?$/.test(part)) ? [] : [name]
  })
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : undefined
}

function isWorth({ status, body, headers }: Response): boolean {
  if ((status !== 200 && status !== PATCHED) || !body || headers.has('content-encoding'))
    return false
  return KINDS.test(headers.get('content-type') ?? '')
}

async function pack(
  plain: Buffer,
  encoding: Encoding,
  isFile: boolean,
): Promise<Buffer<ArrayBuffer>> {
  if (encoding === 'gzip') return Buffer.from(await byGzip(plain, { level: isFile ? 9 : 5 }))
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: isFile ? 10 : 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  }
  return Buffer.from(await byBrotli(plain, { params }))
}

function keepFile(
  files: Map<string, Buffer<ArrayBuffer>>,
  key: string,
  packed: Buffer<ArrayBuffer>,
) {
  files.set(key, packed)
  for (const oldest of files.keys()) {
    if (files.size <= FILES_MAX) return
    files.delete(oldest)
  }
}

/** A mark that holds of the plain body too is a weak one. */
function headersOf(answer: Response, encoding: Encoding, packed: Buffer): Headers {
  const headers = new Headers(answer.headers)
  headers.set('content-encoding', encoding)
  headers.set('content-length', String(packed.length))
  headers.append('vary', 'accept-encoding')
  const mark = headers.get('etag')
  if (mark?.startsWith('"')) headers.set('etag', `W/${mark}`)
  return headers
}
