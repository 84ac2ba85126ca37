/** Listens for news and asks again for what they concern. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { News } from '#shared/contracts/api/topics.ts'

/** True while the page is told of changes as they happen. */
export function useLive(): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(false)
  useEffect(() => {
    const source = new EventSource('/api/live')
    source.addEventListener('open', () => setConnected(true))
    source.addEventListener('error', () => setConnected(false))
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const { topics } = JSON.parse(data) as News
      for (const topic of [...topics, 'all']) void client.invalidateQueries({ queryKey: [topic] })
    })
    return () => source.close()
  }, [client])
  return connected
}
