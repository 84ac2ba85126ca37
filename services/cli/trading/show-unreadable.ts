/** Limits and settings that cannot be read, in lines for people. */

import type { Unreadable } from '#shared/contracts/api/unreadable.ts'
import { formatTable } from '../table.ts'

/** Nothing where each can be read. */
export function showUnreadable(odd: readonly Unreadable[]): string[] {
  if (odd.length === 0) return []
  const rows = odd.map(({ name, found, wanted }) => [name, found, wanted])
  return [
    `Nothing is bought until these are set:\n${formatTable(['UNREADABLE', 'FOUND', 'WANTED'], rows)}`,
  ]
}
