/** Times that are real even where the market is replayed: when a key was made, when a session ends. */

import { exact, relative } from '../text/format.ts'

/** `4 min ago`, both zones on hover; `otherwise` where it never was. */
export function RealWhen({ at, otherwise = 'never' }: { at: string | null; otherwise?: string }) {
  if (at === null) return <span className="text-muted">{otherwise}</span>
  const moment = new Date(at)
  return (
    <time dateTime={at} title={exact(moment)} className="whitespace-nowrap">
      {relative(moment, new Date())}
    </time>
  )
}
