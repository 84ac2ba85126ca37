/** What one station of a life line is made of: each link, whether it holds, and what it carries. */

import { Link } from '@tanstack/react-router'
import type { Explanation } from '#shared/contracts/api/explanation.ts'
import { Checks } from '../../../parts/checks.tsx'

type ChainLink = Explanation['links'][number]

const SHOWN_MAX = 12

export function LinkDetails({ links }: { links: ChainLink[] }) {
  const ordered = [...links.filter(({ ok }) => !ok), ...links.filter(({ ok }) => ok)]
  const more = ordered.length - SHOWN_MAX
  return (
    <ul className="border-t border-line">
      {ordered.slice(0, SHOWN_MAX).map((link) => (
        <Row key={`${link.link} ${link.id} ${link.impactId ?? ''}`} link={link} />
      ))}
      {more > 0 && <li className="px-4 py-2 text-muted">and {more} more that hold</li>}
    </ul>
  )
}

function Row({ link }: { link: ChainLink }) {
  const { checks, quotes, ...plain } = link.detail
  const facts = Object.entries(plain).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  return (
    <li className="border-b border-line px-4 py-2 last:border-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={link.ok ? 'text-up' : 'text-down'}>{link.ok ? '✓' : '✗'}</span>
        <Id link={link} />
      </p>
      {link.why && <p className="break-words text-down">{link.why}</p>}
      {facts.length > 0 && (
        <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-12">
          {facts.map(([name, value]) => (
            <div key={name} className="flex min-w-0 gap-1">
              <dt className="text-muted">{wordsOf(name)}</dt>
              <dd className="min-w-0 break-all">{show(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {Array.isArray(quotes) &&
        quotes.map((quote: { text: string; start: number }) => (
          <p key={quote.start} className="mt-1 border-l-2 border-line pl-2 text-muted">
            “{quote.text}”
          </p>
        ))}
      {Array.isArray(checks) && checks.length > 0 && (
        <div className="-mx-4 mt-2">
          <Checks checks={checks} />
        </div>
      )}
    </li>
  )
}

function Id({ link: { link, id } }: { link: ChainLink }) {
  const text = <code className="text-12 break-all">{id}</code>
  if (link === 'recommendation')
    return (
      <Link to="/recommendations/$id" params={{ id }} className="link">
        {text}
      </Link>
    )
  if (link === 'document')
    return (
      <Link to="/documents/$id" params={{ id }} className="link">
        {text}
      </Link>
    )
  return text
}

/** `referencePrice` as `reference price`. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 1e4) / 1e4)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
