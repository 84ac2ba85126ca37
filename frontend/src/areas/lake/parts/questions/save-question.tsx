/** Keeps a question under a name, or changes one that is kept. */

import type { QuestionChart, QuestionRow } from '#shared/contracts/api/lake.ts'
import { send } from '../../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../../api/use-change.ts'
import { ChoiceField, TextField } from '../../../../parts/field.tsx'
import { DialogForm } from '../../../../parts/form/dialog-form.tsx'
import { useForm } from '../../../../parts/form/use-form.ts'

type SaveQuestionProps = {
  /** The question that is changed; without it a new one is kept. */
  changes?: QuestionRow
  /** What a new one is called at first. */
  name?: string
  says?: string
  statement: string
  /** The chart that is shown, or would be. */
  chart: QuestionChart | null
  isChartShown: boolean
  onSaved: (row: QuestionRow) => void
  onClose: () => void
}

export function SaveQuestion(props: SaveQuestionProps) {
  const { changes, statement, chart, onSaved, onClose } = props
  const { form, inputs } = useForm(() => ({
    name: changes?.name ?? props.name ?? '',
    says: changes?.says ?? props.says ?? '',
    shown: chart && props.isChartShown ? 'chart' : 'table',
  }))
  const save = useChange(
    () => {
      const body = {
        name: form.name,
        says: form.says,
        statement,
        chart: form.shown === 'chart' ? chart : null,
      }
      return changes
        ? send('PUT /api/questions/:id', {
            id: changes.questionId,
            body: { ...body, version: changes.version },
          })
        : send('POST /api/questions', { body })
    },
    (row) => {
      onSaved(row)
      onClose()
    },
  )
  const faults = faultsOf(save.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title={changes ? `Change ${changes.name}` : 'Keep this question'}
      saves={changes ? 'Save' : 'Keep it'}
      disabled={save.isPending}
      onSend={() => save.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(save.error, ['name', 'says'])}
    >
      <TextField name="Name" {...input('name')} maxLength={200} isRequired />
      <TextField name="What it answers" {...input('says')} maxLength={200} />
      {chart && (
        <ChoiceField
          name="Its answer is shown as"
          {...input('shown')}
          choices={[
            ['table', 'a table'],
            ['chart', `a chart: ${chart.y.join(', ')} over ${chart.x}`],
          ]}
        />
      )}
    </DialogForm>
  )
}
