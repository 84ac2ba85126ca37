/** What waits for a person: a line each, the most urgent first, with a way to where something can be done. */

import { useQuery } from '@tanstack/react-query'
import type { Need } from '#shared/contracts/api/needs.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { RealWhen } from '../../../parts/real-when.tsx'
import { count } from '../../../text/format.ts'
import { needWords } from './need-words.ts'

export function NeedsYou() {
  const query = useQuery(read('GET /api/needs', {}))
  return (
    <Panel
      title={query.data ? titleOf(query.data.needs.length + query.data.more) : 'Needs you'}
      query={query}
      rows={4}
      className="wide:col-span-3"
      empty={{
        when: ({ needs }) => needs.length === 0,
        words:
          'Nothing waits for you. Approvals, refused exits, programs that stand still, failing sources and jobs that were given up appear here.',
      }}
    >
      {({ needs, more }) => (
        <ul className="pb-2">
          {needs.map((need) => (
            <Line key={`${need.kind} ${need.of} ${need.at} ${need.code}`} need={need} />
          ))}
          {more > 0 && <li className="px-4 py-1.5 text-12 text-muted">and {count(more)} more</li>}
        </ul>
      )}
    </Panel>
  )
}

const titleOf = (needs: number) => (needs === 0 ? 'Needs you' : `Needs you: ${count(needs)}`)

function Line({ need }: { need: Need }) {
  const { mark, look, words, href, isReal } = needWords(need)
  return (
    <li className="border-b border-line px-4 py-1.5 last:border-0">
      <a href={href} className="group block">
        <span className={`font-medium ${look}`} aria-hidden="true">
          {mark}
        </span>{' '}
        <span className="font-medium group-hover:underline">{words}</span>
        {need.since && (
          <span className="text-12 text-muted">
            {' '}
            {need.kind === 'approval_waits' && 'ends '}
            {isReal ? <RealWhen at={need.since} /> : <When at={need.since} />}
          </span>
        )}
        {need.says && (
          <span className="line-clamp-2 text-12 break-words text-muted">{need.says}</span>
        )}
      </a>
    </li>
  )
}
