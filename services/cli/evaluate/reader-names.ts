/** Which readers `--reader` takes. */

import { SERVER_KINDS } from '#shared/clients/model/settings.ts'

/** Readers that need no record to be known. */
export const READERS = ['rules-v1', 'rules-v2', 'finbert', ...SERVER_KINDS] as const

/** What `--reader` takes, for a person. */
export const READER_WORDS = `${READERS.join(', ')}, or a variant of the agent document-extractor`

/** The name behind `--reader`, where only a record knows it. */
export function isOfRecord(name: string | undefined): name is string {
  return name !== undefined && !READERS.some((one) => one === name)
}

/** Whether the arguments of a command name such a one, and no record. */
export function asksForRecord(args: readonly string[]): boolean {
  const at = args.findIndex((one) => one === '--reader' || one.startsWith('--reader='))
  const name = args[at] === '--reader' ? args[at + 1] : args[at]?.slice('--reader='.length)
  return at >= 0 && isOfRecord(name) && !args.some((one) => /^--database(=|$)/.test(one))
}
