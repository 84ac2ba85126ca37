/**
 * What the stream of order updates told and nobody has looked at yet: ids of orders, each once, so many at most.
 *
 * A stream may tell more than the broker may be asked. Looks are counted here; where more was told than
 * there is room for, every open order is to be looked at instead.
 */

/** Ids of orders, or all that are open. */
export type Waiting = { ids: readonly string[]; isAll: boolean }

export type ToldOrders = {
  /** Something happened to this order. */
  add(clientOrderId: string): void
  /** Something may have happened to any. */
  addAll(): void
  /** What there is to look at. */
  waiting(): Waiting
  /** Of `before` there is only `left` to look at; what was told since stays. */
  settle(before: Waiting, left: readonly string[]): void
  /** Takes one look at the broker; false where there were enough just now. */
  takeLook(): boolean
  /** Something was told that concerns the books. */
  wantReading(): void
  /** Asks for a reading where one is wanted and the last was not just now; true where one is wanted still. */
  askReading(ask: () => Promise<boolean>): Promise<boolean>
  /** Has `wake` called where something is there to be looked at. */
  onTold(wake: () => void): void
}

/** A day of ours has fewer orders. */
const IDS_MAX = 500
/** Looks at once; then one each second: a third of what the broker lets one account ask. */
const LOOKS = { burst: 20, everyMs: 1_000 }
/** Between two readings of the account: a reading asks the broker half a dozen times. */
const READING_MS = 10_000
/** Between two calls to look. */
const WAKE_MS = 250

/** @param at real milliseconds, only ever going forward. */
export function openTold(at: () => number = () => performance.now()): ToldOrders {
  const ids = new Set<string>()
  let isAll = false
  let wake: () => void = () => undefined
  let calling: NodeJS.Timeout | undefined
  let calledAt = -Infinity
  const call = () => {
    calling ??= setTimeout(
      () => {
        calling = undefined
        calledAt = at()
        wake()
      },
      Math.max(0, calledAt + WAKE_MS - at()),
    ).unref()
  }
  return {
    add(id) {
      if (ids.size < IDS_MAX) ids.add(id)
      else isAll ||= !ids.has(id)
      call()
    },
    addAll() {
      isAll = true
      call()
    },
    waiting: () => ({ ids: [...ids], isAll }),
    settle(before, left) {
      if (before.isAll) isAll = false
      for (const id of before.ids) ids.delete(id)
      for (const id of left) ids.add(id)
    },
    ...countLooks(at),
    ...holdReadings(at),
    onTold: (listener) => void (wake = listener),
  }
}

function countLooks(at: () => number): Pick<ToldOrders, 'takeLook'> {
  let freeAt = -Infinity
  return {
    takeLook() {
      const next = Math.max(freeAt, at() - LOOKS.burst * LOOKS.everyMs) + LOOKS.everyMs
      if (next > at()) return false
      freeAt = next
      return true
    },
  }
}

function holdReadings(at: () => number): Pick<ToldOrders, 'wantReading' | 'askReading'> {
  let isWanted = false
  let readAt = -Infinity
  return {
    wantReading: () => void (isWanted = true),
    async askReading(ask) {
      if (!isWanted || at() < readAt + READING_MS) return isWanted
      // What is told while it is asked for calls for another.
      isWanted = false
      if (await ask()) readAt = at()
      else isWanted = true
      return isWanted
    },
  }
}
