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

export const isRising = ({ order }: ListSearch) => order === 'oldest'

/** What the list is asked for; `moment` is the field it is ordered by. */
export function askedOf(search: ListSearch, moment: string, limit: number) {
  const { order: _order, ...rest } = search
  return { ...rest, sort: isRising(search) ? moment : `-${moment}`, limit }
}

/** What its total is asked for. */
export function narrowsOf(search: ListSearch) {
  const { order: _order, after: _after, ...narrows } = search
  return narrows
}

export const isNarrowed = (search: ListSearch) => Object.keys(narrowsOf(search)).length > 0
