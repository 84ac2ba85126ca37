/** One value that several parts of the page look at, and that code outside of React may set. */

import { useSyncExternalStore } from 'react'

export type Cell<T> = {
  get(): T
  set(value: T): void
  /** Calls `told` after every change, until what it returns is called. */
  listen(told: () => void): () => void
}

export function openCell<T>(value: T): Cell<T> {
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (next === value) return
      value = next
      for (const told of listeners) told()
    },
    listen(told) {
      listeners.add(told)
      return () => void listeners.delete(told)
    },
  }
}

export function useCell<T>(cell: Cell<T>): T {
  return useSyncExternalStore(cell.listen, cell.get)
}
