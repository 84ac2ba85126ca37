/** What narrows the list of recommendations. */

import { useNavigate } from '@tanstack/react-router'
import { RecommendationRow } from '#shared/contracts/api/signals.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices, filterOf } from '../../../parts/filter-of.ts'
import { TickerField } from '../../../parts/ticker-field.tsx'
import type { AdviceSearch } from './advice-search.ts'

const actions = codeChoices(RecommendationRow.entries.action.options)
const modes = codeChoices(RecommendationRow.entries.mode.options)

export function AdviceFilters({ search }: { search: AdviceSearch }) {
  const navigate = useNavigate({ from: '/recommendations' })
  const by = filterOf<keyof AdviceSearch>(
    search,
    (name, value) => void navigate({ search: narrowedBy(name, value), replace: true }),
  )
  return (
    <div className="grid grid-cols-2 gap-2 px-4 pb-3 sm:max-w-xl sm:grid-cols-3">
      <ChoiceField name="Action" {...by('action')} choices={actions} />
      <ChoiceField name="Mode" {...by('mode')} choices={modes} />
      <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
    </div>
  )
}
