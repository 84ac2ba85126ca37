/** Puts a text on the clipboard, and says whether it is there. */

import { useState } from 'react'
import { Button } from './button.tsx'

const WORDS = { idle: 'Copy', done: 'Copied', failed: 'Mark it and copy it by hand' } as const

export function CopyButton({ text, words = WORDS.idle }: { text: string; words?: string }) {
  const [state, setState] = useState<keyof typeof WORDS>('idle')
  const copy = async () => {
    // Without https the browser has no clipboard.
    const clipboard = navigator.clipboard as Clipboard | undefined
    if (!clipboard) return setState('failed')
    await clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('failed'),
    )
  }
  return (
    <Button onClick={() => void copy()}>
      <span aria-live="polite">{state === 'idle' ? words : WORDS[state]}</span>
    </Button>
  )
}
