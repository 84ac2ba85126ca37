/** Lets those in who are signed in; the page of one whose session ended stays as they left it. */

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useCell } from '../api/cell.ts'
import { meQuery } from '../api/me.ts'
import { printedLink } from '../api/fragment.ts'
import { enrolling, session } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { StepUpDialog } from '../parts/sign-in/step-up-dialog.tsx'
import { Cover, Entrance, Threshold } from './entrance.tsx'
import { Frame } from './frame.tsx'

export function Gate() {
  const me = useQuery(meQuery)
  const state = useCell(session)
  const mustEnrol = me.data?.enrolOnly ?? false
  const isStopped = useIsStopped(state) || mustEnrol
  /** Whom the page below was made for. */
  const owner = useRef<string>(undefined)
  const personId = me.data?.person?.id
  useEffect(() => {
    if (isStopped || personId === undefined) return
    // Another person's page is not theirs to read on: it begins anew.
    if (owner.current !== undefined && owner.current !== personId) location.reload()
    owner.current = personId
  }, [isStopped, personId])

  if (state === 'unknown' && me.error) {
    return <NotAnswering words={me.error.message} retry={() => void me.refetch()} />
  }
  if (state === 'unknown') return <Threshold>{null}</Threshold>
  const entrance = <Entrance hasEnded={state === 'ended'} mustEnrol={mustEnrol && state === 'on'} />
  if (isStopped && owner.current === undefined) return <Threshold>{entrance}</Threshold>
  return (
    <>
      <Frame />
      <StepUpDialog />
      {isStopped && <Cover>{entrance}</Cover>}
    </>
  )
}

function useIsStopped(state: 'unknown' | 'on' | 'ended' | 'none'): boolean {
  const hasLink = useCell(printedLink) !== undefined
  const isEnrolling = useCell(enrolling)
  return state !== 'on' || hasLink || isEnrolling
}

function NotAnswering({ words, retry }: { words: string; retry: () => void }) {
  return (
    <Threshold>
      <div role="alert" className="text-center">
        <h1 className="text-20 font-semibold">The page cannot open</h1>
        <p className="mt-2 text-muted">{words}</p>
        <Button className="mt-4" onClick={retry}>
          Try again
        </Button>
      </div>
    </Threshold>
  )
}
