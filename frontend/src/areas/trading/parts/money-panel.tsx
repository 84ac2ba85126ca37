/** The risk tier and the reserve, each with the way to change it. */

import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { dollars } from '../../../text/format.ts'
import { Action } from '../../../parts/steer/action.tsx'
import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Panel } from '../../../parts/panel.tsx'
import type { EngineState } from '#shared/contracts/api/engine.ts'
import { TIERS } from './setting-words.ts'
import type { Status } from './standing-panel.tsx'

export function MoneyPanel({ status }: { status: Status }) {
  const [maySet, mayMove] = [
    useMayDo('PUT /api/trading/tier'),
    useMayDo('POST /api/trading/reserve'),
  ]
  return (
    <Panel title="Tier and reserve" query={status} rows={3}>
      {(data) => (
        <>
          <NamedValues>
            <NamedValue name="Risk tier">{data.riskTier}</NamedValue>
            <NamedValue name="Reserve, never traded with">{dollars(data.reserve)}</NamedValue>
          </NamedValues>
          <div className="flex flex-wrap gap-2 px-4 pb-4">
            {maySet && <Tier tier={data.riskTier} />}
            {mayMove && <Reserve reserve={data.reserve} />}
          </div>
        </>
      )}
    </Panel>
  )
}

const tierWords = (tier: string) => [tier, tier] as const

function Tier({ tier }: { tier: EngineState['riskTier'] }) {
  const [wanted, setWanted] = useState(tier)
  const rises = TIERS.indexOf(wanted) > TIERS.indexOf(tier)
  const consequences = [
    { what: 'Risk tier', from: tier, to: wanted },
    {
      what: rises
        ? 'Less confidence is asked for and positions may be larger; a passkey is asked for.'
        : 'More confidence is asked for and positions are smaller, from the next round on.',
    },
  ]
  return (
    <Action
      words="Change tier"
      reason="needed"
      isReady={wanted !== tier}
      consequences={consequences}
      change={(reason) =>
        send('PUT /api/trading/tier', {
          body: { tier: wanted, reason },
          says: { does: 'Change tier', consequences },
        })
      }
    >
      <ChoiceField
        name="Tier"
        value={wanted}
        onChange={(choice) => setWanted(choice as EngineState['riskTier'])}
        choices={TIERS.map(tierWords)}
      />
    </Action>
  )
}

function Reserve({ reserve }: { reserve: string }) {
  const [way, setWay] = useState<'in' | 'out'>('in')
  const [amount, setAmount] = useState('')
  const moved = (Number(amount) || 0) * (way === 'in' ? 1 : -1)
  const consequences = [
    { what: 'Reserve', from: dollars(reserve), to: dollars(Number(reserve) + moved) },
    {
      what:
        way === 'in'
          ? 'What is in it is not traded with.'
          : 'What leaves it may be traded with and lost; a passkey is asked for.',
    },
  ]
  return (
    <Action
      words="Move reserve"
      reason="needed"
      isReady={Number(amount) > 0}
      consequences={consequences}
      change={(reason) =>
        send('POST /api/trading/reserve', {
          body: { amount: `${way === 'out' ? '-' : ''}${amount.trim()}`, reason },
          says: { does: 'Move reserve', consequences },
        })
      }
    >
      <ChoiceField
        name="Way"
        value={way}
        onChange={(choice) => setWay(choice as 'in' | 'out')}
        choices={[
          ['in', 'into the reserve'],
          ['out', 'out of the reserve'],
        ]}
      />
      <TextField
        name="Dollars"
        value={amount}
        onChange={setAmount}
        inputMode="decimal"
        placeholder="50.00"
        isRequired
      />
    </Action>
  )
}
