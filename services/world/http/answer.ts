/** What a route is asked and what it answers, free of sockets. */

/** A request, its path cut after the route's prefix. */
export type WorldRequest = {
  method: string
  /** Such as `http://127.0.0.1:4400`, as the client called it. */
  origin: string
  /** Path below the prefix, decoded; it begins with `/`. */
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: string
}

export type WorldAnswer = {
  status: number
  headers: Record<string, string>
  /** A list is written piece by piece. */
  body: string | Buffer | string[]
}

/** Returns undefined where the path is not the route's. */
export type WorldRoute = (ask: WorldRequest) => WorldAnswer | undefined

export function json(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): WorldAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  }
}

export function html(status: number, body: string | Buffer): WorldAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

/** Text made safe inside XML and HTML; characters XML 1.0 forbids are dropped. */
export function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
