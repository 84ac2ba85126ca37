/** What has to be confirmed by a passkey before it is asked for again, one question at a time. */

import { openCell } from './cell.ts'

/** What a change does, in words, and from which value to which where it has any. */
export type Consequence = { what: string; from?: string; to?: string }

export type Question = {
  /** A verb and its object: `Resume pipeline`. */
  does: string
  consequences: readonly Consequence[]
  /** True once a passkey was used, false where the person thought better of it. */
  answer(isConfirmed: boolean): void
}
export const question = openCell<Question | undefined>(undefined)

let last: Promise<unknown> = Promise.resolve()

/** Asks, after whatever is asked already, and waits for the person. */
export function confirmByPasskey(
  does: string,
  consequences: readonly Consequence[],
): Promise<boolean> {
  const mine = last.then(
    () =>
      new Promise<boolean>((resolve) => {
        question.set({
          does,
          consequences,
          answer(isConfirmed) {
            question.set(undefined)
            resolve(isConfirmed)
          },
        })
      }),
  )
  last = mine
  return mine
}
