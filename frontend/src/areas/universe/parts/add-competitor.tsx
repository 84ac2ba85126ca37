/** Relates a company to another as competitors. */

import { useState } from 'react'
import { Competitor } from '#shared/contracts/api/registry-competitors.ts'
import { send } from '../../../api/read.ts'
import { faultsOf, leftOf, useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { wordsFor } from '../../../text/codes.ts'

type Relationship = Competitor['relationshipType']
const choices = Competitor.entries.relationshipType.options.map(
  (type) => [type, wordsFor(type)] as const,
)

export function AddCompetitor({ ticker }: { ticker: string }) {
  const [competitor, setCompetitor] = useState('')
  const [relationshipType, setType] = useState<Relationship>('direct_rival')
  const [strength, setStrength] = useState('0.5')
  const add = useChange(
    () =>
      send('POST /registry/competitors', {
        body: { ticker, competitor, relationshipType, strength: Number(strength) },
      }),
    () => setCompetitor(''),
  )
  const faults = faultsOf(add.error)
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate(undefined)
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <TickerField
          name="Competitor"
          value={competitor}
          onChange={setCompetitor}
          placeholder="MSFT"
          fault={faults['competitor']}
          isRequired
        />
        <TextField
          name="Strength, 0 to 1"
          value={strength}
          onChange={setStrength}
          fault={faults['strength']}
          inputMode="decimal"
        />
        <ChoiceField
          name="How they are related"
          value={relationshipType}
          onChange={(value) => setType(value as Relationship)}
          choices={choices}
        />
        <div className="flex items-end">
          <Button type="submit" disabled={add.isPending} className="w-full">
            Relate
          </Button>
        </div>
      </div>
      <Refused fault={leftOf(add.error, ['competitor', 'strength'])} what="Not related" />
    </form>
  )
}
