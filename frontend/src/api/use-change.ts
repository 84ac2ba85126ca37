/** Makes a change, reads anew what the page shows, and tells what was wrong with which field. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

export function useChange<Given, Made>(
  change: (given: Given) => Promise<Made>,
  onDone?: (made: Made) => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess(made) {
      onDone?.(made)
      return client.invalidateQueries()
    },
  })
}

/** What is wrong with each field, by its name; none where the fault is of another kind. */
export function faultsOf(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {}
  return Object.fromEntries(error.faults.map(({ field, says }) => [field, says]))
}

/** What is to be said of a fault where no field stands for it. */
export function leftOf(error: Error | null, fields: readonly string[]): Error | null {
  if (!(error instanceof ApiError) || error.faults.length === 0) return error
  const left = error.faults.filter(({ field }) => !fields.includes(field))
  if (left.length === 0) return null
  const said = left.map(({ field, says }) => (field === '' ? says : `${field}: ${says}`))
  return new Error(said.join('; '))
}
