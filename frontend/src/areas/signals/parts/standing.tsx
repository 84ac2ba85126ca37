/** On how many independent voices a recommendation rests, what would change it, and how much it may cost. */

import type { BriefPage } from '#shared/contracts/api/signals.ts'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Badge } from '../../../parts/words.tsx'
import { count, percent } from '../../../text/format.ts'

type Told = { brief: BriefPage['brief'] }

export function Standing({ brief }: Told) {
  const { independent, risk } = brief
  return (
    <NamedValues>
      <NamedValue name="Independent stories">
        {independent ? count(independent.stories) : <NotCounted />}
      </NamedValue>
      <NamedValue name="Owners with a record">
        {independent ? count(independent.owners) : <NotCounted />}
      </NamedValue>
      <NamedValue name="Sources in all">{count(brief.sourceCount)}</NamedValue>
      <NamedValue name="Risk class">{risk ? <Badge code={risk} /> : <NotCounted />}</NamedValue>
      <NamedValue name="Of the portfolio, at most">{percent(brief.portfolioPct, 1)}</NamedValue>
      <NamedValue name="Lost of it, at most">{percent(brief.maxLossPct, 1)}</NamedValue>
    </NamedValues>
  )
}

const NotCounted = () => (
  <span className="text-13 text-muted" title="An earlier release made it">
    not counted
  </span>
)

export function WouldChange({ brief }: Told) {
  return (
    <ul className="list-disc space-y-1 px-4 pb-4 pl-9 text-14">
      {brief.wouldChange.map((says) => (
        <li key={says}>{says}</li>
      ))}
    </ul>
  )
}
