/** Finds anything by name, words or id, with the keyboard alone: Ctrl K, or ⌘ K. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useId, useState, type KeyboardEvent } from 'react'
import { read } from '../api/read.ts'
import { Dialog } from '../parts/dialog.tsx'
import { foundOf, kindWords, pagesLike, type Finding } from './findings.ts'
import { useStops } from './stops.ts'

export function Finder() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const open = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    window.addEventListener('keydown', open)
    return () => window.removeEventListener('keydown', open)
  }, [])
  return (
    <>
      <button
        type="button"
        aria-label="Find anything"
        aria-keyshortcuts="Control+K Meta+K"
        title="Find anything: Ctrl K"
        onClick={() => setOpen(true)}
        className="flex h-8 items-center gap-2 rounded border border-line px-2 text-muted hover:border-accent hover:text-accent"
      >
        <svg
          viewBox="0 0 24 24"
          className="size-4"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
        >
          <circle cx="11" cy="11" r="6" />
          <path d="M16 16l4 4" strokeLinecap="round" />
        </svg>
        <kbd className="hidden text-12 xl:inline">Ctrl K</kbd>
      </button>
      {isOpen && <FinderDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function FinderDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const words = useDeferredValue(typed.trim())
  const { data, isFetching, error } = useQuery({
    ...read('GET /api/find', { words }),
    enabled: words !== '',
    refetchInterval: false,
  })
  const pages = pagesLike(useStops(), words)
  const findings = words === '' ? pages : [...pages.slice(0, 3), ...foundOf(data?.found ?? [])]
  const says = saysOf({ words, count: findings.length, isFetching, fault: error?.message })
  return (
    <Dialog title="Find" onClose={onClose}>
      <FindingList
        typed={typed}
        onType={setTyped}
        findings={findings}
        onGone={onClose}
        says={says}
      />
    </Dialog>
  )
}

type Asked = { words: string; count: number; isFetching: boolean; fault: string | undefined }

function saysOf({ words, count, isFetching, fault }: Asked): string {
  if (fault) return `Only pages: ${fault}`
  if (count > 0) return `${count} found. Arrow keys choose, Enter opens.`
  return isFetching ? 'Looking …' : `Nothing goes by “${words}”.`
}

type FindingListProps = {
  typed: string
  onType: (typed: string) => void
  findings: readonly Finding[]
  onGone: () => void
  says: string
}

function FindingList({ typed, onType, findings, onGone, says }: FindingListProps) {
  const list = useId()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState(0)
  const at = Math.min(chosen, findings.length - 1)
  const go = ({ href }: Finding) => {
    onGone()
    void navigate({ href })
  }
  const steer = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setChosen((at + step + findings.length) % Math.max(1, findings.length))
    else if (event.key === 'Enter' && findings[at]) go(findings[at])
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label="What to find"
        aria-expanded={findings.length > 0}
        aria-controls={list}
        aria-activedescendant={findings[at] && `${list}-${at}`}
        autoComplete="off"
        spellCheck={false}
        maxLength={80}
        placeholder="A company, words of a title, an id, a page"
        value={typed}
        onChange={(event) => {
          onType(event.target.value)
          setChosen(0)
        }}
        onKeyDown={steer}
        className="mt-3 h-10 w-full rounded border border-line bg-ground px-3 text-14 placeholder:text-muted"
      />
      <p role="status" className="mt-2 text-12 text-muted">
        {says}
      </p>
      <ul
        id={list}
        role="listbox"
        aria-label="Found"
        className="mt-2 max-h-[60dvh] overflow-y-auto"
      >
        {findings.map((finding, place) => (
          <Option
            key={finding.href}
            id={`${list}-${place}`}
            finding={finding}
            isChosen={place === at}
            onGo={() => go(finding)}
          />
        ))}
      </ul>
    </>
  )
}

type OptionProps = { id: string; finding: Finding; isChosen: boolean; onGo: () => void }

function Option({ id, finding, isChosen, onGo }: OptionProps) {
  return (
    // The keyboard stays in the input, which says by its active descendant what is chosen.
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      ref={(row) => {
        if (isChosen) row?.scrollIntoView({ block: 'nearest' })
      }}
      onClick={onGo}
      className={`flex cursor-pointer items-baseline gap-3 rounded px-2 py-1.5 ${isChosen ? 'bg-ground text-accent' : 'hover:bg-ground'}`}
    >
      <span className="w-24 shrink-0 text-12 text-muted">{kindWords[finding.kind]}</span>
      <span className="min-w-0 grow">
        <span className="line-clamp-1">{finding.title}</span>
        {finding.says && <span className="line-clamp-1 text-12 text-muted">{finding.says}</span>}
      </span>
    </li>
  )
}
