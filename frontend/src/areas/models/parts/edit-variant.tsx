/** Makes, changes or deletes a variant: another way to ask, tried on a share of the documents. */

import { useState } from 'react'
import type { AgentRow, VariantRow } from '#shared/contracts/api/agents.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { ChoiceField, LongField, TextField } from '../../../parts/field.tsx'
import { useForm, type InputOf } from '../../../parts/form/use-form.ts'
import { boundOf, boundText, neededOf } from './bounds.ts'

type EditVariantProps = { agent: AgentRow; variant?: VariantRow; onClose: () => void }

type VariantField =
  | 'name'
  | 'trafficShare'
  | 'active'
  | 'model'
  | 'systemPrompt'
  | 'inputTokensMax'
  | 'tokensPerHourMax'
type VariantForm = Record<VariantField, string>

function formOf(variant: VariantRow | undefined): VariantForm {
  return {
    name: variant?.name ?? '',
    trafficShare: String(Math.round((variant?.trafficShare ?? 0.1) * 1e4) / 100),
    active: String(variant?.active ?? true),
    model: variant?.model ?? '',
    systemPrompt: variant?.systemPrompt ?? '',
    inputTokensMax: boundText(variant?.inputTokensMax ?? null),
    tokensPerHourMax: boundText(variant?.tokensPerHourMax ?? null),
  }
}

/** What is left empty is as the agent has it. */
function bodyOf(form: VariantForm) {
  return {
    name: form.name,
    trafficShare: Math.round(neededOf(form.trafficShare) * 100) / 1e4,
    active: form.active === 'true',
    model: form.model.trim() || null,
    systemPrompt: form.systemPrompt.trim() || null,
    inputTokensMax: boundOf(form.inputTokensMax),
    tokensPerHourMax: boundOf(form.tokensPerHourMax),
  }
}

export function EditVariant({ agent, variant, onClose }: EditVariantProps) {
  const { form, inputs } = useForm(() => formOf(variant))
  const [version] = useState(variant?.version)
  const save = useChange(
    () =>
      variant
        ? send('PUT /api/agent-variants/:id', {
            id: variant.variantId,
            body: { ...bodyOf(form), version },
          })
        : send('POST /api/agents/:id/variants', { id: agent.agentId, body: bodyOf(form) }),
    onClose,
  )
  const remove = useChange(
    () => send('DELETE /api/agent-variants/:id', { id: variant?.variantId ?? '' }),
    onClose,
  )
  const error = save.error ?? remove.error
  const faults = faultsOf(error)
  return (
    <DialogForm
      title={variant ? `Edit ${variant.name}` : `A variant of ${agent.slug}`}
      saves={variant ? 'Save' : 'Add it'}
      disabled={save.isPending}
      onSend={() => save.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(error, Object.keys(faults))}
      isDense
      aside={
        variant && (
          <Button look="risky" className="mr-auto" onClick={() => remove.mutate(undefined)}>
            Delete
          </Button>
        )
      }
    >
      <VariantFields input={inputs(faults)} agent={agent} />
    </DialogForm>
  )
}

type VariantFieldsProps = { input: InputOf<VariantField>; agent: AgentRow }

function VariantFields({ input, agent }: VariantFieldsProps) {
  const budget = agent.tokensPerHourMax === null ? 'no bound' : String(agent.tokensPerHourMax)
  return (
    <>
      <TextField name="Name" {...input('name')} isRequired maxLength={200} />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          name="Share of the documents, %"
          {...input('trafficShare')}
          inputMode="decimal"
        />
        <ChoiceField
          name="It"
          {...input('active')}
          choices={[
            ['true', 'is at work'],
            ['false', 'is at rest'],
          ]}
        />
      </div>
      <TextField
        name="Model"
        {...input('model')}
        maxLength={200}
        placeholder={agent.model || 'the environment’s'}
        hint="What is left empty is as the agent has it."
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          name="Tokens of a text, at most"
          {...input('inputTokensMax')}
          inputMode="numeric"
          placeholder={String(agent.inputTokensMax)}
        />
        <TextField
          name="Tokens an hour, at most"
          {...input('tokensPerHourMax')}
          inputMode="numeric"
          placeholder={budget}
        />
      </div>
      <LongField name="Words of its own" {...input('systemPrompt')} rows={3} />
    </>
  )
}
