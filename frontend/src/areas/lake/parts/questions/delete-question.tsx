/** Asks before a question is deleted. */

import type { QuestionRow } from '#shared/contracts/api/lake.ts'
import { send } from '../../../../api/read.ts'
import { useChange } from '../../../../api/use-change.ts'
import { Button } from '../../../../parts/button.tsx'
import { Dialog } from '../../../../parts/dialog.tsx'
import { Refused } from '../../../../parts/sign-in/refused.tsx'

type DeleteQuestionProps = { row: QuestionRow; onDeleted: () => void; onClose: () => void }

export function DeleteQuestion({ row, onDeleted, onClose }: DeleteQuestionProps) {
  const remove = useChange(
    () => send('DELETE /api/questions/:id', { id: row.questionId }),
    () => {
      onDeleted()
      onClose()
    },
  )
  return (
    <Dialog title={`Delete ${row.name}`} onClose={onClose}>
      <p className="mt-3">
        Nobody finds it in the list any more. Its statement stays in the editor until you leave it;
        the lake stays as it is.
      </p>
      <Refused fault={remove.error} what="Nothing was deleted" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="risky" disabled={remove.isPending} onClick={() => remove.mutate(undefined)}>
          Delete question
        </Button>
      </div>
    </Dialog>
  )
}
