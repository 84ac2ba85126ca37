/** Reads or changes one address of the API. */

/** The answer to a request that was refused, in the server's words. */
class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/**
 * Reads an address, or changes what it stands for where there is a body.
 *
 * @throws ApiError with the server's words, or an Error that says that nothing answers.
 */
export async function ask<T>(path: string, body?: unknown): Promise<T> {
  const change = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(path, body === undefined ? {} : change).catch((cause: unknown) => {
    throw new Error('The API does not answer', { cause })
  })
  const value: unknown = await response.json().catch(() => ({ detail: response.statusText }))
  if (response.ok) return value as T
  throw new ApiError(response.status, (value as { detail?: string }).detail ?? response.statusText)
}
