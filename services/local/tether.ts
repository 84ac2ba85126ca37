/**
 * Loaded first into every child of `up`: ends the child in order when its parent is gone.
 *
 * The parent holds the other end of standard input; a parent that is killed lets go of it.
 */

process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.once('error', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.resume()
const handle = process.stdin as NodeJS.ReadStream & { unref?: () => void }
handle.unref?.()
