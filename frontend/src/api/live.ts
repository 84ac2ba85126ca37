/** Listens for news and asks again for what they concern. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useCell } from './cell.ts'
import { meQuery } from './me.ts'
import { followNews } from './news-stream.ts'
import { openRefresher } from './refresh.ts'
import { session } from './session.ts'
import { streaming } from './streaming.ts'

/** True while the page is told of changes as they happen. */
export function useLive(): boolean {
  const client = useQueryClient()
  const isSignedIn = useCell(session) === 'on'
  useEffect(() => {
    if (!isSignedIn) return
    const refresher = openRefresher(client)
    const end = followNews({
      onState(isOpen) {
        const wasOpen = streaming.get()
        streaming.set(isOpen)
        // Whoever is told nothing any more asks, at once and then again and again.
        if (wasOpen && !isOpen) void client.invalidateQueries()
      },
      onNews({ topics }) {
        refresher.onNews([...topics, 'all'])
      },
      knock: () => client.refetchQueries({ queryKey: meQuery.queryKey }),
    })
    return () => {
      end()
      refresher.stop()
      streaming.set(false)
    }
  }, [client, isSignedIn])
  return useCell(streaming)
}
