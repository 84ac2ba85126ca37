/** The end of a thread that runs what is not ours. */

import type { Worker } from 'node:worker_threads'

const WAIT_MS = 1_000

/** Ends a thread, and waits a second for that: one within a call of the system, such as to another program, ends once that returns, if ever. */
export async function endThread(worker: Worker): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const waited = new Promise<void>((done) => {
    timer = setTimeout(done, WAIT_MS)
  })
  const ended = worker.terminate()
  // Behind terminate(), which takes the hold anew.
  worker.unref()
  await Promise.race([ended, waited])
  clearTimeout(timer)
}
