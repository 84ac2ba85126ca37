/** Whether the object store answers. Documents wait for it, uncounted and unseen but for this. */

import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { messageOf } from '#shared/host/faults.ts'

/** Of real time. */
export type StoreTrouble = { since: Date; said: string }

const EVERY_MS = 10_000

/**
 * Looks every ten seconds for as long as the process runs, so that who opens a page finds it told; of a store
 * that hangs one look is under way. What it returns says at once what the last look found: undefined while the
 * store answers, and before the first look has ended.
 */
export function openStoreWatch(objects: Pick<Objects, 'has'>): () => StoreTrouble | undefined {
  let trouble: StoreTrouble | undefined
  let isLooking = false
  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      await objects.has(LAKE_BUCKET, 'is-it-there')
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
