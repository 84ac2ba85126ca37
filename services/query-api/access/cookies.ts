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

/** More of one name than this are not looked at: each costs a signature. */
const VALUES_MAX = 16

/**
 * Every value of it. A page on another port of this host may plant some beside ours, for years and where
 * no sign-in takes them away; the one that holds is ours.
 */
export function readCookies(request: Request, name: CookieName): string[] {
  const found = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((value) => value !== '')
  return [...new Set(found)].slice(0, VALUES_MAX)
}

/** The only one that holds; undefined where two do, for whose this browser is cannot be told then. */
export function onlyOf<T>(held: readonly (T | undefined)[]): T | undefined {
  const holding = held.filter((one) => one !== undefined)
  return holding.length === 1 ? holding[0] : undefined
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
