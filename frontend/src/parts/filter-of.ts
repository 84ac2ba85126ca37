/** What the inputs above a list are told, whose values stand in the address. */

import { wordsFor } from '../text/codes.ts'

/** The choice that narrows nothing. */
export const ALL = ['', 'all'] as const

/** The choices among codes, in words; the first narrows nothing. */
export function codeChoices(codes: readonly string[]) {
  return [ALL, ...codes.map((code) => [code, wordsFor(code)] as const)]
}

/** What an input is given by the name that it narrows by. */
export function filterOf<Name extends string>(
  search: Readonly<Partial<Record<Name, string>>>,
  onChange: (name: Name, value: string) => void,
) {
  return (name: Name) => ({
    value: search[name] ?? '',
    onChange: (value: string) => onChange(name, value),
  })
}
