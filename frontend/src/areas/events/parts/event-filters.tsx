/** What narrows the list of events. */

import { EVENT_RANGES, EventRow } from '#shared/contracts/api/events.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { ALL, codeChoices, filterOf } from '../../../parts/filter-of.ts'
import { TickerField } from '../../../parts/ticker-field.tsx'
import type { EventSearch } from './event-search.ts'

const severities = codeChoices(EventRow.entries.severity.options)
const directions = codeChoices(EventRow.entries.direction.options)
const ranges = EVENT_RANGES.map(
  (range) =>
    [range === 'all' ? '' : range, range === 'all' ? 'all time' : `last ${range}`] as const,
)

type EventFiltersProps = {
  search: EventSearch
  regions: readonly string[]
  onChange: (name: keyof EventSearch, value: string) => void
}

export function EventFilters({ search, regions, onChange }: EventFiltersProps) {
  const by = filterOf(search, onChange)
  const named = new Set([...regions, ...(search.region ? [search.region] : [])])
  return (
    <div className="grid grid-cols-2 gap-2 px-4 pb-3 sm:grid-cols-3 lg:grid-cols-5">
      <ChoiceField name="Severity" {...by('severity')} choices={severities} />
      <ChoiceField name="What it does" {...by('direction')} choices={directions} />
      <ChoiceField
        name="Region"
        {...by('region')}
        choices={[ALL, ...[...named].map((region) => [region, region] as const)]}
      />
      <ChoiceField name="Told" {...by('range')} choices={ranges} />
      <TickerField name="Hits ticker" {...by('ticker')} placeholder="any" />
    </div>
  )
}
