/**
 * Answers whoever has an answer already by what is otherwise in it (RFC 3229): a list on which one row is new costs
 * that row. Who does not ask for it so, or brings a mark that is not known here any more, is sent all of it.
 */

import { PATCHED, PATCHING } from '#shared/contracts/api/patch.ts'
import { patchOf } from './patch-of.ts'

type Fetch = (request: Request) => Promise<Response>

/** Characters of answers that are kept, the latest; those of one that is. */
const KEPT_MAX = 24_000_000
const ONE_MAX = 600_000
/** A patch that is not this much shorter gains nothing. */
const WORTH = 0.7

/** The same answers, as patches where they are asked for so. */
export function withDeltas(fetch: Fetch): Fetch {
  const kept = openKept()
  return async (request) => {
    const answer = await fetch(request)
    const mark = plain(answer.headers.get('etag'))
    if (mark === '' || !isAsked(request) || !isJson(answer)) return answer
    const text = await answer.text()
    const { pathname, search } = new URL(request.url)
    const keyOf = (its: string) => `${pathname}${search} ${its}`
    const base = plain(request.headers.get('if-none-match'))
    const before = kept.get(keyOf(base))
    kept.set(keyOf(mark), text)
    const patch = before && JSON.stringify(patchOf(JSON.parse(before), JSON.parse(text)))
    if (!patch || patch.length > text.length * WORTH) return new Response(text, answer)
    const headers = new Headers(answer.headers)
    headers.set('im', PATCHING)
    headers.set('delta-base', base)
    return new Response(patch, { status: PATCHED, headers })
  }
}

const isAsked = ({ method, headers }: Request) =>
  method === 'GET' && headers.get('a-im') === PATCHING

const isJson = ({ status, headers }: Response) =>
  status === 200 && (headers.get('content-type') ?? '').startsWith('application/json')

/** A mark, weak or not: of the same bytes before they were packed. */
const plain = (mark: string | null) => (mark ?? '').trim().replace(/^W\//, '')

function openKept() {
  const texts = new Map<string, string>()
  let size = 0
  const drop = (key: string) => {
    size -= texts.get(key)?.length ?? 0
    texts.delete(key)
  }
  return {
    get: (key: string) => texts.get(key),
    set(key: string, text: string) {
      drop(key)
      if (text.length > ONE_MAX) return
      texts.set(key, text)
      size += text.length
      for (const oldest of texts.keys()) {
        if (size <= KEPT_MAX) return
        drop(oldest)
      }
    },
  }
}
