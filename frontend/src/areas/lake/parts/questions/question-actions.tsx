/** What may be done with the open question: keep it, change it, copy it, delete it. */

import { useState } from 'react'
import type { QuestionChart, QuestionRow } from '#shared/contracts/api/lake.ts'
import { useMayDo } from '../../../../api/me.ts'
import { send } from '../../../../api/read.ts'
import { useChange } from '../../../../api/use-change.ts'
import { Button } from '../../../../parts/button.tsx'
import { Refused } from '../../../../parts/sign-in/refused.tsx'
import { DeleteQuestion } from './delete-question.tsx'
import { SaveQuestion } from './save-question.tsx'

type QuestionActionsProps = {
  /** As it was when it was opened; undefined of a question of one's own. */
  opened: QuestionRow | undefined
  /** Somebody changed it since. */
  newer: QuestionRow | undefined
  statement: string
  chart: QuestionChart | null
  isChartShown: boolean
  onOpened: (row: QuestionRow) => void
  onDeleted: () => void
}

export function QuestionActions(props: QuestionActionsProps) {
  const { opened, newer, statement, chart, isChartShown, onOpened, onDeleted } = props
  const mayKeep = useMayDo('POST /api/questions')
  const [asks, setAsks] = useState<'copy' | 'change' | 'delete'>()
  const close = () => setAsks(undefined)
  const save = useChange(
    (row: QuestionRow) =>
      send('PUT /api/questions/:id', {
        id: row.questionId,
        body: { statement, version: row.version },
      }),
    onOpened,
  )
  if (!mayKeep) return null
  const isMine = opened !== undefined && !opened.shipped
  const isEmpty = statement.trim() === ''
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      {isMine && statement !== opened.statement && (
        <Button disabled={save.isPending || isEmpty} onClick={() => save.mutate(opened)}>
          Save
        </Button>
      )}
      <Button disabled={isEmpty} onClick={() => setAsks('copy')}>
        {opened ? 'Save a copy' : 'Save as'}
      </Button>
      {isMine && (
        <>
          <Button disabled={isEmpty} onClick={() => setAsks('change')}>
            Change
          </Button>
          <Button look="risky" onClick={() => setAsks('delete')}>
            Delete
          </Button>
        </>
      )}
      {newer && (
        <p role="status" className="basis-full text-warn">
          {newer.changedBy ?? 'Somebody'} changed this question since you opened it.{' '}
          <button type="button" className="link" onClick={() => onOpened(newer)}>
            Open it as it is now
          </button>
        </p>
      )}
      <div className="basis-full empty:hidden">
        <Refused fault={save.error} what="Nothing was saved" />
      </div>
      {asks === 'copy' && (
        <SaveQuestion
          {...(opened && { name: `${opened.name} (copy)`, says: opened.says })}
          {...{ statement, chart, isChartShown }}
          onSaved={onOpened}
          onClose={close}
        />
      )}
      {asks === 'change' && opened && (
        <SaveQuestion
          changes={opened}
          {...{ statement, chart, isChartShown }}
          onSaved={onOpened}
          onClose={close}
        />
      )}
      {asks === 'delete' && opened && (
        <DeleteQuestion row={opened} onDeleted={onDeleted} onClose={close} />
      )}
    </div>
  )
}
