/** The way around: a rail at the left, or a bar of five at the bottom of a narrow window. */

import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { Person } from './person.tsx'
import { GROUPS } from './place.ts'
import { useStops, type Stop } from './stops.ts'

export function Rail() {
  const stops = useStops()
  return (
    <nav
      aria-label="Pages"
      className="sticky top-12 print:hidden! hidden h-[calc(100dvh-3rem)] w-[200px] shrink-0 flex-col overflow-y-auto border-r border-line bg-surface px-2 py-3 md:flex"
    >
      {GROUPS.map((group) => (
        <section key={group} className="mb-4" aria-label={group}>
          <h2 className="px-2 pb-1 text-12 font-medium text-muted">{group}</h2>
          {stops
            .filter((place) => place.group === group)
            .map((place) => (
              <Link
                key={place.to}
                to={place.to}
                activeOptions={{ exact: place.to === '/' || place.to === '/trading' }}
                className="flex h-8 items-center gap-2 rounded px-2 text-13 hover:bg-ground"
                activeProps={{
                  className: 'bg-ground font-semibold text-accent',
                  'aria-current': 'page',
                }}
                inactiveProps={{ className: 'text-text' }}
              >
                <Icon path={place.icon} />
                {place.name}
              </Link>
            ))}
        </section>
      ))}
      <Person />
    </nav>
  )
}

export function BottomBar() {
  const more = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (more.current) more.current.open = false
  }
  const stops = useStops()
  return (
    <nav
      aria-label="Pages"
      className="print:hidden fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {stops
        .filter(({ tab }) => tab)
        .map((place) => (
          <Tab key={place.to} place={place} onClick={close} />
        ))}
      <details ref={more} className="group relative">
        <summary className="flex h-14 list-none flex-col items-center justify-center gap-0.5 text-12 text-muted group-open:text-accent">
          <Icon path="M5 12h.01M12 12h.01M19 12h.01" />
          More
        </summary>
        <div className="absolute right-2 bottom-16 max-h-[calc(100dvh-8rem)] w-52 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lg">
          {stops
            .filter(({ tab }) => !tab)
            .map((place) => (
              <Link
                key={place.to}
                to={place.to}
                onClick={close}
                className="flex h-11 items-center gap-2 rounded px-3 text-14"
                activeProps={{ className: 'text-accent font-semibold', 'aria-current': 'page' }}
              >
                <Icon path={place.icon} />
                {place.name}
              </Link>
            ))}
          <Person />
        </div>
      </details>
    </nav>
  )
}

function Tab({ place, onClick }: { place: Stop; onClick: () => void }) {
  return (
    <Link
      to={place.to}
      onClick={onClick}
      aria-label={place.tab === place.name ? undefined : `${place.tab} (${place.name})`}
      activeOptions={{ exact: place.to === '/' }}
      className="flex h-14 flex-col items-center justify-center gap-0.5 text-12"
      activeProps={{ className: 'text-accent', 'aria-current': 'page' }}
      inactiveProps={{ className: 'text-muted' }}
    >
      <Icon path={place.icon} />
      {place.tab}
    </Link>
  )
}

function Icon({ path }: { path: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className="size-4 shrink-0"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  )
}
