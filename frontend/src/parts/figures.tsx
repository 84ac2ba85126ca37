/** Numbers and times on the page: signed, tabular, exact on hover. */

import { useEffect, useRef, useState } from 'react'
import { useBusinessWords } from '../api/business-time.ts'
import { exact, relative, signedDollars, signedPercent, signedScore } from '../text/format.ts'

/** Text whose ground flashes once when it changes. */
export function Changing({ text }: { text: string }) {
  const before = useRef(text)
  const [round, setRound] = useState(0)
  useEffect(() => {
    if (before.current === text) return
    before.current = text
    setRound((current) => current + 1)
  }, [text])
  return (
    <span key={round} className={round > 0 ? 'flash' : undefined}>
      {text}
    </span>
  )
}

/** `4 min ago`, both zones on hover. */
export function When({ at }: { at: string }) {
  const moment = new Date(at)
  const words = useBusinessWords((now) => relative(moment, now))
  return (
    <time dateTime={at} title={exact(moment)} className="whitespace-nowrap">
      {words}
    </time>
  )
}

function look(value: number): string {
  if (value === 0) return 'text-muted'
  return value > 0 ? 'text-up' : 'text-down'
}

export function SignedMoney({ amount }: { amount: string | number }) {
  return <span className={look(Number(amount))}>{signedDollars(amount)}</span>
}

export function SignedShare({ share }: { share: number }) {
  return <span className={look(share)}>{signedPercent(share)}</span>
}

export function Score({ score }: { score: number }) {
  return <span className={look(score)}>{signedScore(score)}</span>
}

/** A score in [0, 1] as a short bar and its number. */
export function Share({ value, label }: { value: number; label: string }) {
  return (
    <span
      className="inline-flex items-center justify-end gap-2"
      title={`${label} ${value.toFixed(3)}`}
    >
      <svg viewBox="0 0 48 6" className="hidden h-1.5 w-12 wide:block" aria-hidden="true">
        <rect width="48" height="6" rx="3" className="fill-line" />
        <rect
          width={Math.max(0, Math.min(48, value * 48))}
          height="6"
          rx="3"
          className="fill-info"
        />
      </svg>
      {value.toFixed(2)}
    </span>
  )
}
