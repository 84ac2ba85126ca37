/** Steers the page by single keys, but for whoever writes or turned them off, and shows which ones there are. */

import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { isWriting, meaningOf, PLACES } from './key-map.ts'

/** So long `g` waits for its letter. */
const AFTER_G_MS = 1_500
/** Stored where somebody wants no single keys, such as whoever steers by voice. */
const OFF = 'stonks-no-keys'

export function Keys() {
  const [isOpen, setOpen] = useState(false)
  const began = useRef(-Infinity)
  const navigate = useNavigate()
  useEffect(() => {
    const steer = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isWriting(event.composedPath()[0] as HTMLElement)) return
      if (document.querySelector('dialog[open]')) return
      const meaning = meaningOf(event.key, event.timeStamp - began.current < AFTER_G_MS)
      began.current = meaning === 'began' ? event.timeStamp : -Infinity
      if (meaning === 'help') setOpen(true)
      if (meaning === undefined || meaning === 'help' || localStorage.getItem(OFF) !== null) return
      event.preventDefault()
      if (meaning === 'began') return
      if ('to' in meaning) void navigate({ to: meaning.to })
      else goToRow(meaning.row)
    }
    window.addEventListener('keydown', steer)
    return () => window.removeEventListener('keydown', steer)
  }, [navigate])
  return isOpen && <KeyMap onClose={() => setOpen(false)} />
}

/** The row after or before the one that has the keyboard, of all tables on the page; the first where none has. */
function goToRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main tbody tr')].flatMap((row) => {
    const goal = row.querySelector<HTMLElement>('a, button')
    return goal ? [{ row, goal }] : []
  })
  const at = rows.findIndex(({ row }) => row.contains(document.activeElement))
  const next = at < 0 ? rows[0] : rows[at + step]
  next?.goal.focus()
}

function KeyMap({ onClose }: { onClose: () => void }) {
  const [isOff, setOff] = useState(localStorage.getItem(OFF) !== null)
  const turn = () => {
    if (isOff) localStorage.removeItem(OFF)
    else localStorage.setItem(OFF, 'yes')
    setOff(!isOff)
  }
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl
        className="mt-3 grid max-h-[60dvh] grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5 overflow-y-auto"
        tabIndex={0}
      >
        <Pressed keys={['Ctrl', 'K']} does="Find anything" />
        <Pressed keys={['j']} does="Next row" />
        <Pressed keys={['k']} does="Row before" />
        <Pressed keys={['Enter']} does="Open what the row leads to" />
        <Pressed keys={['?']} does="These keys" />
        {Object.entries(PLACES).map(([key, [, name]]) => (
          <Pressed key={key} keys={['g', key]} does={name} />
        ))}
      </dl>
      <div className="mt-4 flex items-center justify-between gap-2">
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={!isOff} onChange={turn} />
          Single keys steer the page
        </label>
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  )
}

function Pressed({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <kbd key={key} className="rounded border border-line bg-ground px-1.5 font-mono text-12">
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  )
}
