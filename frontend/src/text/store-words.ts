/** What is said of an object store that is away. */

import { exact } from './format.ts'

export function storeWords({ since, said }: { since: string; said: string }): string {
  return `The object store takes nothing since ${exact(new Date(since))}, and documents wait for it: ${said}`
}
