/** How a request to Alpaca came to nothing: what it said, and whether it may have acted. */

/**
 * A request that did not end in a reply we can use.
 *
 * `status` 0: no reply at all. Otherwise `code` and `message` are the broker's own.
 */
export class BrokerError extends Error {
  override readonly name = 'BrokerError'
  readonly status: number
  readonly code: number | undefined
  /** Seconds until asking again makes sense. */
  readonly retryAfter: number | undefined
  readonly body: string

  constructor(
    message: string,
    reply: {
      status: number
      code?: number | undefined
      retryAfter?: number | undefined
      body?: string
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.status = reply.status
    this.code = reply.code
    this.retryAfter = reply.retryAfter
    this.body = reply.body ?? ''
  }

  /** Whether the broker may have done what was asked. */
  get isAmbiguous(): boolean {
    if (this.isUnsent) return false
    return this.status === 0 || this.status === 408 || this.status >= 500 || this.status < 400
  }

  /** The broker itself said so, by a code of its own; a page of a proxy in between has none. */
  isWordOf(status: number): boolean {
    return this.status === status && this.code !== undefined
  }

  /** No connection came about: whatever was asked did not reach anybody. */
  get isUnsent(): boolean {
    return this.status === 0 && codesOf(this.cause).some((code) => UNSENT.includes(code))
  }
}

const UNSENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** The codes of a fault and of what it came of. */
function codesOf(fault: unknown): string[] {
  if (!(fault instanceof Error)) return []
  const { code, cause } = fault as { code?: unknown; cause?: unknown }
  return [...(typeof code === 'string' ? [code] : []), ...codesOf(cause)]
}
