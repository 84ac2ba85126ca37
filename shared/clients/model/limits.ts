/** How long one question to a model server may take, each wait by itself. */

/** Milliseconds of real time; none of them is an HTTP client's own. */
export type ModelLimits = {
  /** Until there is a connection. */
  connectMs: number
  /** Until the first piece of the answer: loading a model and reading a long prompt are in it. */
  firstByteMs: number
  /** Between two pieces of it. */
  idleMs: number
  /** From asking to its last byte. */
  totalMs: number
}
