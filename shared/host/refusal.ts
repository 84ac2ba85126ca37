/** A request that is answered with no: always `{ detail, code }`, and never in a server's own words. */

import type { FieldFault } from '../contracts/api/route.ts'

/** What a status is called where nothing closer is said. */
const words = {
  400: 'malformed',
  401: 'sign_in',
  403: 'role',
  404: 'not_found',
  405: 'method',
  409: 'conflict',
  413: 'too_long',
  415: 'media_type',
  421: 'strange_host',
  422: 'invalid',
  429: 'too_many',
  500: 'fault',
  503: 'away',
} as const

export type RefusalStatus = keyof typeof words

/** Thrown wherever a request is looked at; whoever answers makes the answer of it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: RefusalStatus
  /** A lower_snake word from docs/CODES.md. */
  readonly code: string
  /** Headers of the answer, such as retry-after. */
  readonly headers: Readonly<Record<string, string>>
  /** What is wrong with which field of what was sent, where that is known. */
  readonly faults: readonly FieldFault[]

  constructor(
    status: RefusalStatus,
    message: string,
    code: string = words[status],
    headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions & { faults?: readonly FieldFault[] },
  ) {
    super(message, options)
    this.status = status
    this.code = code
    this.headers = headers
    this.faults = options?.faults ?? []
  }
}

/** A no to what was sent, field by field: each is named, with what is wanted and what is there. */
export function badFields(faults: readonly FieldFault[]): Refusal {
  const said = faults.map(({ field, says }) => (field === '' ? says : `${field}: ${says}`))
  return new Refusal(422, said.join('; '), 'invalid', {}, { faults })
}
