/** Changes an agent: its model, words and bounds, and whether it works at all. */

import { useState } from 'react'
import type { AgentRow } from '#shared/contracts/api/agents.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { DialogForm } from '../../../parts/form/dialog-form.tsx'
import { ChoiceField, LongField, TextField } from '../../../parts/field.tsx'
import { useForm } from '../../../parts/form/use-form.ts'
import { boundOf, boundText, neededOf } from './bounds.ts'

export function EditAgent({ agent, onClose }: { agent: AgentRow; onClose: () => void }) {
  const [version] = useState(agent.version)
  const { form, inputs } = useForm(() => ({
    enabled: String(agent.enabled),
    model: agent.model,
    systemPrompt: agent.systemPrompt,
    inputTokensMax: String(agent.inputTokensMax),
    tokensPerHourMax: boundText(agent.tokensPerHourMax),
    whenAway: agent.whenAway as string,
  }))
  const change = useChange(
    () =>
      send('PUT /api/agents/:id', {
        id: agent.agentId,
        body: {
          version,
          enabled: form.enabled === 'true',
          model: form.model,
          systemPrompt: form.systemPrompt,
          inputTokensMax: neededOf(form.inputTokensMax),
          tokensPerHourMax: boundOf(form.tokensPerHourMax),
          whenAway: form.whenAway as AgentRow['whenAway'],
        },
      }),
    onClose,
  )
  const faults = faultsOf(change.error)
  const input = inputs(faults)
  return (
    <DialogForm
      title={`Edit ${agent.slug}`}
      saves="Save"
      disabled={change.isPending}
      onSend={() => change.mutate(undefined)}
      onClose={onClose}
      fault={leftOf(change.error, Object.keys(faults))}
      isDense
    >
      <ChoiceField
        name="It"
        {...input('enabled')}
        choices={[
          ['true', 'works'],
          ['false', 'is off: rules do what it would'],
        ]}
      />
      <TextField
        name="Model"
        {...input('model')}
        maxLength={200}
        placeholder="the environment’s"
        hint="Its name at the model server; empty for the one that the environment names."
      />
      <ChoiceField
        name="While its model is away"
        {...input('whenAway')}
        choices={[
          ['hold', 'its work waits'],
          ['rules', 'rules do its work, labelled as such'],
        ]}
      />
      <TextField
        name="Tokens of a text, at most"
        {...input('inputTokensMax')}
        inputMode="numeric"
        hint="More is cut at the end of a sentence."
      />
      <TextField
        name="Tokens an hour, at most"
        {...input('tokensPerHourMax')}
        inputMode="numeric"
        hint="Empty: as many as it takes. Beyond them rules do its work until the hour is over."
      />
      <LongField
        name="Words of its own"
        {...input('systemPrompt')}
        hint="Said before the product’s, which stay. They make another version of the prompt."
      />
    </DialogForm>
  )
}
