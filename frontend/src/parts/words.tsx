/** Codes in words, and the small badges that carry a state. */

import { Link } from '@tanstack/react-router'
import { wordsFor } from '../text/codes.ts'

type Tone = 'plain' | 'up' | 'down' | 'warn' | 'info'

const tones: Record<Tone, string> = {
  plain: 'border-line text-muted',
  up: 'border-up/40 text-up',
  down: 'border-down/40 text-down',
  warn: 'border-warn/40 text-warn',
  info: 'border-info/40 text-info',
}

const toneOf: Readonly<Record<string, Tone>> = {
  extracted: 'up',
  classified: 'info',
  low_quality: 'warn',
  no_text: 'warn',
  live: 'up',
  connecting: 'info',
  waiting: 'warn',
  silent: 'down',
  failing: 'down',
  incomplete: 'warn',
  waiting_turn: 'info',
  healthy: 'up',
  succeeded: 'up',
  partly: 'warn',
  put_off: 'info',
  failed: 'down',
  parse_failed: 'down',
  extraction_failed: 'down',
  filled: 'up',
  rejected: 'down',
  canceled: 'warn',
  expired: 'warn',
  unknown: 'down',
  submitted: 'info',
  partially_filled: 'info',
  intent: 'info',
  buy: 'up',
  sell: 'down',
  act: 'up',
  bullish: 'up',
  bearish: 'down',
  mixed: 'warn',
  positive: 'up',
  negative: 'down',
  paper_eligible: 'info',
  live_eligible: 'down',
  critical: 'down',
  high: 'warn',
  moderate: 'info',
}

const arrows: Readonly<Record<string, string>> = {
  bullish: '▲ ',
  bearish: '▼ ',
  buy: '▲ ',
  sell: '▼ ',
  positive: '▲ ',
  negative: '▼ ',
}

/** A state in a word, with an arrow where it has a direction. */
export function Badge({ code }: { code: string }) {
  return (
    <span
      className={`inline-block rounded border px-1.5 text-12 font-medium whitespace-nowrap ${tones[toneOf[code] ?? 'plain']}`}
      title={code}
    >
      {arrows[code] ?? ''}
      {wordsFor(code)}
    </span>
  )
}

/** Words, and the code beside them, which leads to what it means but where it stands on a button (`isBare`). */
export function Code({ code, isBare = false }: { code: string; isBare?: boolean }) {
  const words = wordsFor(code)
  const isSame = words.toLowerCase() === code.replaceAll('_', ' ') && !code.includes('_')
  const shown = <code className="text-12 text-muted">{code}</code>
  return (
    <span>
      {words}
      {!isSame && (
        <>
          {' '}
          {isBare ? (
            shown
          ) : (
            <Link
              to="/help"
              search={{ words: code }}
              title="What it means"
              className="hover:text-accent hover:underline"
            >
              {shown}
            </Link>
          )}
        </>
      )}
    </span>
  )
}
