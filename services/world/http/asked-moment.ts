/** A moment that a request names. */

import { readInstant } from '#shared/domain/document/text/instant.ts'

/** `otherwise` where it names none; null where what it names is no moment. */
export function askedMoment(text: string | null, otherwise: Date): Date | null {
  return text === null ? otherwise : readInstant(text)
}
