/** What every code and term means, and where the guides are. */

import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Empty } from '../../../parts/panel.tsx'
import { WordsField } from '../../../parts/words-field.tsx'
import { entries } from '../parts/entries.ts'
import { findEntries, type Entry } from '../parts/read-entries.ts'
import { shelves } from '../parts/shelves.ts'

/** Of more, the first: a word that finds hundreds is narrowed. */
const SHOWN_MAX = 60

export function HelpPage() {
  const { words = '' } = useSearch({ from: '/help' })
  const navigate = useNavigate({ from: '/help' })
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="text-20 font-semibold">Help</h1>
          <p className="mt-1 max-w-prose text-muted">
            Codes and terms in words, and the guides. A code beside its words leads here.
          </p>
        </div>
        <div className="w-full sm:w-72">
          <WordsField
            name="Look up a code or a term"
            value={words}
            placeholder="stop_loss, expectancy …"
            onChange={(next) => {
              void navigate({ search: next ? { words: next } : {}, replace: true })
            }}
          />
        </div>
      </header>
      {words === '' ? <Shelves /> : <Found words={words} />}
    </div>
  )
}

function Found({ words }: { words: string }) {
  const found = findEntries(entries, words)
  if (found.length === 0)
    return (
      <Empty>
        No code or term has “{words}” in it. The finder (Ctrl K) looks for companies, documents and
        ids.
      </Empty>
    )
  return (
    <section aria-label="Found" className="rounded-lg border border-line bg-surface px-4 py-2">
      <dl className="divide-y divide-line">
        {found.slice(0, SHOWN_MAX).map((entry) => (
          <Explained key={`${entry.section} ${entry.name}`} entry={entry} />
        ))}
      </dl>
      {found.length > SHOWN_MAX && (
        <p className="py-2 text-muted">{found.length - SHOWN_MAX} more: add a word.</p>
      )}
    </section>
  )
}

function Explained({ entry: { name, means, where, section, isCode } }: { entry: Entry }) {
  return (
    <div className="grid grid-cols-1 gap-x-6 py-2 sm:grid-cols-[18rem_1fr]">
      <dt className="min-w-0 break-words">
        {isCode ? <code className="text-13">{name}</code> : name}
      </dt>
      <dd>
        <p>{plain(means)}</p>
        <p className="text-12 text-muted">{[section, where].filter(Boolean).join(' · ')}</p>
      </dd>
    </div>
  )
}

/** Without the marks of Markdown. */
const plain = (text: string) =>
  text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll(/[*`]/g, '')

function Shelves() {
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-3">
      {shelves.map(({ title, guides }) => (
        <section
          key={title}
          aria-label={title}
          className="rounded-lg border border-line bg-surface px-4 py-3"
        >
          <h2 className="font-semibold">{title}</h2>
          <ul className="mt-2 space-y-2">
            {guides.map(([guide, about]) => (
              <li key={guide}>
                <Link to="/guides/$" params={{ _splat: guide }} className="link">
                  {about}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
