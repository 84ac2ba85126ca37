/**
 * What runs under a model's name, asked once a minute. It says nothing of a document: whatever goes
 * wrong with it is the server's, and makes its work wait.
 */

import { messageOf, PermanentFault, PutOff } from '../../host/faults.ts'
import { isUnwell } from './refusal.ts'

const KNOWN_MS = 60_000

export type VersionOf = (model: string, signal: AbortSignal) => Promise<string>

export function openVersions(read: VersionOf): VersionOf {
  const known = new Map<string, { version: string; at: number }>()
  return async (model, signal) => {
    const one = known.get(model)
    if (one && performance.now() - one.at < KNOWN_MS) return one.version
    const version = await read(model, signal).catch((fault: unknown) => {
      if (signal.aborted || fault instanceof PutOff || fault instanceof PermanentFault) throw fault
      throw isUnwell(`Ask what runs as ${model}: ${messageOf(fault)}`, fault)
    })
    known.set(model, { version, at: performance.now() })
    return version
  }
}
