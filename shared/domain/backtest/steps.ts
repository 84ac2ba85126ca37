/** Work in steps, so that whoever drives it may tell how far it is, and end it between two of them. */

export type Steps<T> = Generator<undefined, T, undefined>

/** All steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
