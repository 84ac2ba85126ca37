/** How many dead letters each list has of each reason, with what can be done to all of them at once. */

import { useQuery } from '@tanstack/react-query'
import { LETTERS_AT_ONCE, type DeadGroup } from '#shared/contracts/api/dead-letters.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { RealWhen } from '../../../parts/real-when.tsx'
import { Action } from '../../../parts/steer/action.tsx'
import { Code } from '../../../parts/words.tsx'
import { count } from '../../../text/format.ts'

/** Of one list where it is named; nothing where no letter is dead. */
export function LetterGroups({ list }: { list?: string }) {
  const query = useQuery(read('GET /api/dead-letter-groups', {}))
  const groups = (query.data ?? []).filter((group) => list === undefined || group.list === list)
  if (groups.length === 0) return null
  return (
    <ul aria-label="Dead letters by list and reason" className="border-b border-line">
      {groups.map((group) => (
        <Group key={group.groupId} group={group} />
      ))}
    </ul>
  )
}

function Group({ group }: { group: DeadGroup }) {
  const mayAct = useMayDo('POST /api/dead-letter-groups/replay')
  const { list, reason } = group
  const many = Math.min(group.count, LETTERS_AT_ONCE)
  const which = `${count(many)} of ${list}`
  const said =
    group.count === 1
      ? 'The letter'
      : `The ${many < group.count ? 'oldest ' : ''}${count(many)} letters`
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
      <strong className="font-semibold">{count(group.count)}</strong>
      <span>
        {list} · <Code code={reason} />
      </span>
      <span className="text-12 text-muted">
        the oldest <RealWhen at={group.oldestAt} />
      </span>
      {mayAct && (
        <span className="ml-auto flex flex-wrap justify-end gap-2">
          <Action
            words={`Replay ${which}`}
            isSmall
            reason="not asked"
            consequences={[
              { what: `${said} of ${list} go back to their list, under their own ids.` },
              { what: 'What they died of may kill them again: mend that first.' },
            ]}
            change={() =>
              send('POST /api/dead-letter-groups/replay', { body: { list, of: reason } })
            }
          />
          <Action
            words={`Discard ${which}`}
            look="risky"
            isSmall
            reason="needed"
            consequences={[
              { what: `${said} of ${list} are never done.` },
              { what: 'They are listed among the settled ones, with you and your reason.' },
            ]}
            change={(why) =>
              send('POST /api/dead-letter-groups/discard', {
                body: { list, of: reason, reason: why },
              })
            }
          />
        </span>
      )}
    </li>
  )
}
