/** What the address of a long list says, and how that is asked of the API. */

import { searchOf } from '../../api/search-of.ts'

/** Beside what narrows each list in its own way. */
const COMMON = ['from', 'to', 'order', 'after'] as const
type Common = (typeof COMMON)[number]

export type ListSearch = { readonly [N in Common]?: string } & Readonly<
  Record<string, string | undefined>
>

/** Reads an address: what narrows this list, days, the order and the row to go on after. */
export const listSearchOf = <Name extends string>(
  names: readonly Name[],
): ((search: Readonly<Record<string, unknown>>) => { [N in Name | Common]?: string }) =>
  searchOf([...names, ...COMMON])

/** The field by which the server orders a list, and how: by a moment the newest come first, by a name the first letters. */
export type ListOrder = { field: string; isByName: boolean }

/** What the address says of a list that is turned around. */
export const turnedOf = ({ isByName }: ListOrder) => (isByName ? 'z-a' : 'oldest')

export const isRising = (search: ListSearch, by: ListOrder) =>
  (search.order === turnedOf(by)) !== by.isByName

/** What the list is asked for. */
export function askedOf(search: ListSearch, by: ListOrder, limit: number) {
  const { order: _order, ...rest } = search
  return { ...rest, sort: isRising(search, by) ? by.field : `-${by.field}`, limit }
}

/** What its total is asked for: `trend` says what each row tells, not which rows there are. */
export function narrowsOf(search: ListSearch) {
  const { order: _order, after: _after, trend: _trend, ...narrows } = search
  return narrows
}

export const isNarrowed = (search: ListSearch) => Object.keys(narrowsOf(search)).length > 0
