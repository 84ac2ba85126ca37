/** Servers that must not outlive who started them: a second Ctrl-C ends the process before it can stop them in order. */

import type { ChildProcess } from 'node:child_process'

const ends = new Map<ChildProcess, NodeJS.Signals>()

/** Sends a server its signal should this process exit while it runs. */
export function endAtExit(server: ChildProcess, signal: NodeJS.Signals): void {
  if (ends.size === 0) process.once('exit', endAll)
  ends.set(server, signal)
  server.once('exit', () => {
    ends.delete(server)
    if (ends.size === 0) process.off('exit', endAll)
  })
}

function endAll(): void {
  for (const [server, signal] of ends) server.kill(signal)
}
