/** Narrows a list to days of New York. */

import { DayField } from '../field.tsx'
import type { ListSearch } from './list-search.ts'

type DayFieldsProps = {
  search: ListSearch
  onChange: (name: 'from' | 'to', value: string) => void
}

export function DayFields({ search, onChange }: DayFieldsProps) {
  const { from, to } = search
  return (
    <>
      <DayField
        name="From (ET)"
        value={from ?? ''}
        max={to}
        onChange={(day) => onChange('from', day)}
      />
      <DayField
        name="To (ET)"
        value={to ?? ''}
        min={from}
        onChange={(day) => onChange('to', day)}
      />
    </>
  )
}
