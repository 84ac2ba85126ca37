/** Whether the object store takes objects. Documents wait for it, uncounted and unseen but for this. */

import type { Objects } from '#shared/clients/objects/store.ts'
import { messageOf } from '#shared/host/faults.ts'

/** Of real time. */
export type StoreTrouble = { since: Date; said: string }

const EVERY_MS = 10_000
/** Written over and over: a store that is full, or only read from, answers all else. */
const PROBE = { bucket: 'stonks-audit', key: 'probes/query-api.txt' } as const

/**
 * Looks every ten seconds for as long as the process runs, so that who opens a page finds it told; of a store
 * that hangs one look is under way. What it returns says at once what the last look found: undefined while the
 * store takes it, and before the first look has ended.
 */
export function openStoreWatch(objects: Pick<Objects, 'put'>): () => StoreTrouble | undefined {
  let trouble: StoreTrouble | undefined
  let isLooking = false
  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      await objects.put(PROBE.bucket, PROBE.key, Buffer.from('here'), 'text/plain')
      trouble = undefined
    } catch (fault) {
      trouble = { since: trouble?.since ?? new Date(Date.now()), said: messageOf(fault) }
    } finally {
      isLooking = false
    }
  }
  void look()
  setInterval(() => void look(), EVERY_MS).unref()
  return () => trouble
}
