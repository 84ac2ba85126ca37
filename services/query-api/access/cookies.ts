/** The cookies a browser carries: none of them can be read by a script, or is sent from another site. */

export const ACCESS_COOKIE = 'stonks_access'
export const REFRESH_COOKIE = 'stonks_refresh'
/** Ties a challenge to the browser that asked for it, before anybody is signed in. */
export const CEREMONY_COOKIE = 'stonks_ceremony'
/** The way to a company's sign-in and back. */
export const TRIP_COOKIE = 'stonks_trip'

/** Each cookie goes where it is read, and nowhere else. */
const PATHS = {
  [ACCESS_COOKIE]: '/',
  [REFRESH_COOKIE]: '/api/access/refresh',
  [CEREMONY_COOKIE]: '/api/access',
  [TRIP_COOKIE]: '/api/access/oidc',
} as const

export type CookieName = keyof typeof PATHS

/**
 * Undefined where it is not there, or is there twice: a page on another port of this host may plant
 * a second one, and which is ours cannot be told.
 */
export function readCookie(request: Request, name: CookieName): string | undefined {
  const found = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return found.length === 1 ? found[0] || undefined : undefined
}

/** The line that sets one; 0 seconds take it away. */
export function cookieLine(
  name: CookieName,
  value: string,
  { seconds, isSecure }: { seconds: number; isSecure: boolean },
): string {
  // The way back from a company's sign-in begins on its site, and a strict cookie would stay behind.
  const sameSite = name === TRIP_COOKIE ? 'Lax' : 'Strict'
  return [
    `${name}=${value}`,
    `Path=${PATHS[name]}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ')
}

/** An answer in JSON that sets cookies. */
export function answerWithCookies(value: unknown, lines: readonly string[]): Response {
  const headers = new Headers({ 'cache-control': 'no-store', 'content-type': 'application/json' })
  for (const line of lines) headers.append('set-cookie', line)
  return new Response(JSON.stringify(value), { headers })
}
