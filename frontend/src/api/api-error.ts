/** How the page says that a request was refused. */

import type { FieldFault } from '#shared/contracts/api/route.ts'

/** Too slow, too early: the same may be taken the next time. */
const AGAIN = new Set([408, 425])

/** Whether the server said no, which another try does not change; one that is busy or away may say yes. */
export function isRefusal(fault: Error | null): boolean {
  return (
    fault instanceof ApiError &&
    fault.status >= 400 &&
    fault.status < 429 &&
    !AGAIN.has(fault.status)
  )
}

/** The answer to a request that was refused, in the server's words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Lower_snake, such as `step_up`; empty where the server said none. */
  readonly code: string
  /** What is wrong with which field, where the server said so. */
  readonly faults: readonly FieldFault[]

  constructor(status: number, code: string, detail: string, faults: readonly FieldFault[] = []) {
    super(detail)
    this.status = status
    this.code = code
    this.faults = faults
  }
}
