/** Listens for news and asks again for what they concern. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useCell } from './cell.ts'
import { meQuery } from './me.ts'
import { followNews } from './news-stream.ts'
import { session } from './session.ts'

/** True while the page is told of changes as they happen. */
export function useLive(): boolean {
  const client = useQueryClient()
  const isSignedIn = useCell(session) === 'on'
  const [connected, setConnected] = useState(false)
  useEffect(() => {
    if (!isSignedIn) return
    return followNews({
      onState: setConnected,
      onNews({ topics }) {
        for (const topic of [...topics, 'all']) void client.invalidateQueries({ queryKey: [topic] })
      },
      knock: () => client.refetchQueries({ queryKey: meQuery.queryKey }),
    })
  }, [client, isSignedIn])
  return connected
}
