/** Where the keyboard goes on once what it stood on is gone. */

/** A moment later, where it stands on nothing by then: at `before`, or at the page where that went as well. */
export function goOnAt(before: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    const there = before instanceof HTMLElement && before.isConnected
    const goal = there ? before : document.getElementById('page')
    goal?.focus({ preventScroll: true })
  })
}
