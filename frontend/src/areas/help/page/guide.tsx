/** One document of those that come with the product. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Unknown } from '../../../parts/unknown.tsx'
import { GuideText } from '../parts/guide-text.tsx'
import { fetchGuide } from '../parts/guides.ts'

export function GuidePage() {
  const { _splat: guide = '' } = useParams({ from: '/guides/$' })
  const { data } = useQuery({
    queryKey: ['guide', guide],
    queryFn: async () => (await fetchGuide(guide)) ?? null,
    staleTime: Infinity,
  })
  const title = /^# (.+)$/m.exec(data ?? '')?.[1] ?? 'Help'
  usePageTitle(title)
  useHash(data)
  if (data === null) return <Unknown what="guide" list="/help" listName="Help" />
  return (
    <div className="space-y-4">
      <p className="text-12">
        <Link to="/help" className="link">
          Help
        </Link>
      </p>
      {data === undefined ? (
        <div className="skeleton h-64 w-full" role="status" aria-label="Loading" />
      ) : (
        <GuideText name={guide} markdown={data} />
      )}
    </div>
  )
}

/** Goes to the heading that the address names, once the text stands. */
function useHash(text: string | null | undefined) {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  useEffect(() => {
    if (text && hash) document.getElementById(hash)?.scrollIntoView()
  }, [text, hash])
}
