/**
 * The one way to an address that somebody outside has named: a feed, a page, a redirect, a next page.
 *
 * It connects to nothing but the internet and the operator's own hosts (docs/intake.md), and
 * nothing that answers makes it wait, hold or unfold more than its limits say.
 */

import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isPublicAddress } from '../../domain/source/addresses.ts'
import { addressFault, isAllowedHost } from '../../domain/source/outside.ts'
import { PermanentFault } from '../../host/faults.ts'
import { bare, type Answer } from './answer.ts'
import { readBounded, type BodyLimits } from './body.ts'
import { guardLookup, refused, resolveBySystem, type Resolve } from './lookup.ts'

export type Ask = Partial<BodyLimits> & {
  headers?: Record<string, string>
  signal?: AbortSignal
  /** From the asking to the last byte, redirects among it. */
  waitMs?: number
  /** Which media types may come, and how to say so; all, where nothing is said. */
  wants?: { says: string; test(mediaType: string): boolean }
  /** How many redirects are followed, all within one origin. */
  redirectsMax?: number
}

/** GETs a URL; any status is an answer. */
export type GuardedFetch = (url: string, ask?: Ask) => Promise<Answer>

export type GuardOptions = {
  /** Hosts, or hosts with a port, that are asked wherever they are. */
  allowHosts: readonly string[]
  resolve?: Resolve
}

const CONNECT_MS = 5_000
const WAIT_MS = 20_000
const RAW_MAX = 5 * 1024 * 1024
const BYTES_MAX = 20 * 1024 * 1024
const REDIRECTS_MAX = 3
/** RFC 9110: the address that was asked is no longer the one to ask. */
const FOR_GOOD = [301, 308]

/**
 * The fetch throws a PermanentFault where the URL, what it leads to or what comes from there is
 * refused, and an Error where there is no answer in time.
 */
export function openGuardedFetch({
  allowHosts,
  resolve = resolveBySystem,
}: GuardOptions): GuardedFetch {
  const lookup = guardLookup(resolve)
  return async (text, ask = {}) => {
    const { redirectsMax = REDIRECTS_MAX } = ask
    const limits = [AbortSignal.timeout(ask.waitMs ?? WAIT_MS), ...(ask.signal ? [ask.signal] : [])]
    const signal = AbortSignal.any(limits)
    let target = checked(text, allowHosts)
    let isForGood = true
    for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
      const isOwn = isAllowedHost(target, allowHosts)
      const message = await open(target, ask, isOwn ? { signal } : { signal, lookup })
      const location = redirectOf(message)
      if (location === undefined) {
        const answer = await read(message, target, ask)
        return redirects > 0 && isForGood ? { ...answer, movedTo: target.href } : answer
      }
      message.destroy()
      isForGood &&= FOR_GOOD.includes(message.statusCode ?? 0)
      target = follow(location, target, { allowHosts, isForGood })
    }
    throw elsewhere(target, `more than ${redirectsMax} redirects`)
  }
}

/** @throws PermanentFault where the text of a URL shows that it must not be asked. */
function checked(text: string, allowHosts: readonly string[]): URL {
  const says = addressFault(text, allowHosts)
  if (says === undefined) return new URL(text)
  throw new PermanentFault('bad_source_config', `Fetch a source: ${says}`)
}

type Way = { signal: AbortSignal; lookup?: ReturnType<typeof guardLookup> }

/** Sends the request; comes back with the head of the answer. */
function open(target: URL, { headers = {} }: Ask, way: Way): Promise<IncomingMessage> {
  const { request } = target.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const asking = request(target, {
      ...way,
      // A connection is judged when it is made, and serves one request.
      agent: false,
      headers: { 'accept-encoding': 'gzip, br', ...headers },
    })
    const late = setTimeout(() => {
      asking.destroy(new Error(`no connection in ${CONNECT_MS / 1_000} seconds`))
    }, CONNECT_MS)
    asking.on('socket', (socket) => {
      const connected = () => {
        clearTimeout(late)
        // What the lookup let through is what the socket must have reached.
        if (way.lookup && !isPublicAddress(socket.remoteAddress ?? ''))
          asking.destroy(refused(target.hostname, socket.remoteAddress ?? 'none'))
      }
      socket.once(target.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
    })
    asking.on('response', resolve)
    asking.on('error', (cause) => {
      reject(
        cause instanceof PermanentFault
          ? cause
          : new Error(`Fetch ${bare(target)}: no answer`, { cause }),
      )
    })
    asking.on('close', () => clearTimeout(late))
    asking.end()
  })
}

/** Where an answer sends us on to; undefined where it is one. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return statusCode >= 300 && statusCode < 400 && statusCode !== 304 ? headers.location : undefined
}

/** @throws PermanentFault where a redirect leads off the origin, or nowhere. */
function follow(
  location: string,
  from: URL,
  { allowHosts, isForGood }: { allowHosts: readonly string[]; isForGood: boolean },
): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined
  if (next?.protocol.startsWith('http') && next.origin !== from.origin)
    throw elsewhere(from, `it ${isForGood ? 'moved for good' : 'redirects'} to ${next.origin}`)
  return checked(next?.href ?? location, allowHosts)
}

async function read(message: IncomingMessage, target: URL, ask: Ask): Promise<Answer> {
  const { statusCode: status = 0, headers: given } = message
  const mediaType = (given['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (ask.wants && status === 200 && !ask.wants.test(mediaType)) {
    message.destroy()
    throw new PermanentFault(
      'source_media_type',
      `Fetch ${bare(target)}: expected ${ask.wants.says}, found "${mediaType}"`,
    )
  }
  const { rawMax = RAW_MAX, bytesMax = BYTES_MAX, keepFirst } = ask
  const body = await readBounded(message, bare(target), { rawMax, bytesMax, keepFirst }).catch(
    (cause: unknown) => {
      if (cause instanceof PermanentFault) throw cause
      throw new Error(`Fetch ${bare(target)}: it broke off`, { cause })
    },
  )
  const headers = new Headers(
    Object.entries(given).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
  return { status, headers, body, url: target.href }
}

function elsewhere(from: URL, words: string): PermanentFault {
  return new PermanentFault('source_leads_elsewhere', `Fetch ${bare(from)}: ${words}`)
}
