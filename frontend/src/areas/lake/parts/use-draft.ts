/** What is typed, until the address has it: a moment after the last letter. */

import { useEffect, useRef, useState } from 'react'

const WRITE_MS = 300

/**
 * `target` is what the address says; `write` puts a text there, in place of what stood there or as an entry of its
 * own. After `keep` the next letter makes a new entry: the one before holds what was kept.
 */
export function useDraft(target: string, write: (text: string, replace: boolean) => void) {
  const [draft, setDraft] = useState<string>()
  const timer = useRef<number>(undefined)
  const written = useRef(target)
  const isKept = useRef(false)
  const latest = useRef(write)
  useEffect(() => {
    latest.current = write
  })
  useEffect(() => {
    // What was written comes back; more may have been typed meanwhile.
    if (target === written.current) {
      setDraft((now) => (now === target ? undefined : now))
      return
    }
    // It came from elsewhere: back, another question, another link.
    window.clearTimeout(timer.current)
    written.current = target
    setDraft(undefined)
  }, [target])
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const flush = (text: string) => {
    window.clearTimeout(timer.current)
    if (text === written.current) return
    written.current = text
    latest.current(text, !isKept.current)
    isKept.current = false
  }
  const text = draft ?? target
  return {
    text,
    type(next: string) {
      setDraft(next)
      window.clearTimeout(timer.current)
      timer.current = window.setTimeout(() => flush(next), WRITE_MS)
    },
    keep(asked: string) {
      flush(asked)
      isKept.current = true
    },
    /** Forgets it. */
    drop() {
      window.clearTimeout(timer.current)
      setDraft(undefined)
      isKept.current = false
    },
  }
}
