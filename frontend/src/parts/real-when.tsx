/** Times that are real even where the market is replayed: when a key was made, when a session ends. */

import { useRealWords } from '../api/business-time.ts'
import { exact, relative, span } from '../text/format.ts'

/** `4 min ago`, both zones on hover; `otherwise` where it never was. */
export function RealWhen({ at, otherwise = 'never' }: { at: string | null; otherwise?: string }) {
  const moment = new Date(at ?? 0)
  const words = useRealWords((now) => relative(moment, now))
  if (at === null) return <span className="text-muted">{otherwise}</span>
  return (
    <time dateTime={at} title={exact(moment)} className="whitespace-nowrap">
      {words}
    </time>
  )
}

/** How long ago something was, in real time: `4 min`. */
export function RealAge({ at }: { at: string }) {
  return useRealWords((now) => span(now.getTime() - Date.parse(at)))
}
