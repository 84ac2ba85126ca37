/**
 * A small card beside a link, on hover and on focus by keyboard: what it names, in a few lines. Nothing by touch,
 * where a press goes to the page. Its contents are there, and read, only while it is open.
 */

import { useCallback, useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { cardPlace, type CardPlace } from './card-place.ts'

/** Whoever only passes over a name wants no card. */
const OPEN_MS = 300
/** Time to reach the card with the pointer. */
const CLOSE_MS = 120

type HoverCardProps = {
  /** The link; it is described by the card while that is open. */
  children: (describedBy: string | undefined) => ReactNode
  card: () => ReactNode
}

export function HoverCard({ children, card }: HoverCardProps) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const timer = useRef<number>(undefined)
  const [place, setPlace] = useState<CardPlace>()
  const soon = useCallback((ms: number, what: () => void) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(what, ms)
  }, [])
  const open = useCallback(() => {
    const link = anchor.current?.firstElementChild
    if (!link) return
    const { innerWidth: width, innerHeight: height } = window
    setPlace(cardPlace(link.getBoundingClientRect(), { width, height }))
  }, [])
  const close = useCallback(() => {
    window.clearTimeout(timer.current)
    setPlace(undefined)
  }, [])
  useEffect(() => () => window.clearTimeout(timer.current), [])
  useClosing(place !== undefined, close)
  return (
    <span
      ref={anchor}
      className="contents"
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && soon(OPEN_MS, open)}
      onPointerLeave={() => soon(CLOSE_MS, close)}
      onFocus={({ target }) => target.matches(':focus-visible') && soon(OPEN_MS, open)}
      onBlur={close}
      onClick={close}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      {children(place && id)}
      {/* Events of the card reach the span as well: the pointer may rest on it. */}
      {place &&
        createPortal(
          <div
            id={id}
            role="tooltip"
            style={place}
            className="hover-card fixed z-50 max-h-60 overflow-hidden rounded-lg border border-line bg-surface p-3 text-left text-13 font-normal whitespace-normal text-text shadow-lg"
          >
            {card()}
          </div>,
          document.body,
        )}
    </span>
  )
}

/** What moves the page moves what the card is of; Escape closes it wherever the keyboard is. */
function useClosing(isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && close()
    document.addEventListener('keydown', onKey)
    document.addEventListener('scroll', close, { capture: true, passive: true })
    window.addEventListener('resize', close)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('scroll', close, { capture: true })
      window.removeEventListener('resize', close)
    }
  }, [isOpen, close])
}
