/** What a command of `stonks` is. Each lives in commands/<name>.ts and exports one `command`. */

import { parseArgs, type ParseArgsConfig } from 'node:util'

/** 0 good, 1 the answer is no, 2 wrong use. */
export type ExitCode = 0 | 1 | 2

export type Command = {
  name: string
  /** One line for the list of commands. */
  summary: string
  /** All of `--help`: usage, options with defaults, an example. */
  help: string
  /** Whether it looks into the record, where that hangs on its arguments; else attach.ts lists it by name. */
  readsRecord?(args: readonly string[]): boolean
  run(args: string[]): Promise<ExitCode>
}

/** Wrong use: main.ts prints the message, points at --help, and exits 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * `parseArgs`, strict, with its complaints turned into `UsageError`.
 *
 * @throws UsageError on an unknown option or a missing value.
 */
export function readArgs<const C extends ParseArgsConfig>(args: string[], config: C) {
  try {
    return parseArgs({ ...config, args, strict: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
