/** How the page says that a request was refused. */

/** The answer to a request that was refused, in the server's words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Lower_snake, such as `step_up`; empty where the server said none. */
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}
