/** Where a model server is asked: a user and password in its address go in a header. */

export type ModelAddress = { base: string; headers: Record<string, string> }

/**
 * Basic for a user and password in the address, Bearer for a key; without either nothing is sent.
 *
 * @throws RangeError where a user or password holds a percent sign that stands for nothing.
 */
export function modelAddress(address: string, key = ''): ModelAddress {
  const url = new URL(address)
  const user = `${plain(url.username)}:${plain(url.password)}`
  url.username = ''
  url.password = ''
  const base = url.href.replace(/\/+$/, '')
  if (key !== '') return { base, headers: { authorization: `Bearer ${key}` } }
  if (user === ':') return { base, headers: {} }
  return { base, headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}` } }
}

function plain(escaped: string): string {
  try {
    return decodeURIComponent(escaped)
  } catch (cause) {
    const words = 'expected a percent sign in its user or password to be written %25'
    throw new RangeError(`Read the address of a model server: ${words}, found one alone`, { cause })
  }
}
