/** Listens for news and asks again for what they concern. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { News } from '#shared/contracts/api/topics.ts'
import { useCell } from './cell.ts'
import { meQuery } from './me.ts'
import { session } from './session.ts'

/** After the server closed the door, such as when a session's short half ran out. */
const REOPEN_MS = 2_000

/** True while the page is told of changes as they happen. */
export function useLive(): boolean {
  const client = useQueryClient()
  const isSignedIn = useCell(session) === 'on'
  const [connected, setConnected] = useState(false)
  useEffect(() => {
    if (!isSignedIn) return
    return listen(
      setConnected,
      ({ topics }) => {
        for (const topic of [...topics, 'all']) void client.invalidateQueries({ queryKey: [topic] })
      },
      // Renews the session where that is what the door wants.
      () => client.refetchQueries({ queryKey: meQuery.queryKey }),
    )
  }, [client, isSignedIn])
  return connected
}

/**
 * Listens until what it returns is called. A browser comes back by itself to a server that was
 * away, never to one that refused.
 */
function listen(
  onState: (isOpen: boolean) => void,
  onNews: (news: News) => void,
  knock: () => Promise<void>,
): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const open = () => {
    if (isOver) return
    source = new EventSource('/api/live')
    source.addEventListener('open', () => onState(true))
    source.addEventListener('message', ({ data }: MessageEvent<string>) =>
      onNews(JSON.parse(data) as News),
    )
    source.addEventListener('error', () => {
      onState(false)
      if (source.readyState !== EventSource.CLOSED) return
      clearTimeout(timer)
      timer = setTimeout(() => void knock().then(open, open), REOPEN_MS)
    })
  }
  open()
  return () => {
    isOver = true
    clearTimeout(timer)
    source.close()
  }
}
