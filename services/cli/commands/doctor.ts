/** `stonks doctor`: tries every part the product would use, and says how to mend what fails. */

import { readArgs, type Command, type ExitCode } from '../command.ts'
import { checks, type Finding } from '../doctor/checks.ts'
import { messageOf } from '#shared/runtime/faults.ts'

const help = `
Usage: stonks doctor [--json]

Tries each part that would be used from here: Node, the packages, PostgreSQL, Redis, the object
store, disk space, the operators' page, and every outside system that the environment names.
Embedded parts are started for the trial and ended again; nothing is changed.

  --json    [{"part","ok","found","mend"}] and nothing else

Exit code 1 when a part fails.
`

async function run(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, { options: { json: { type: 'boolean', default: false } } })
  const findings = await Promise.all(
    checks.map(async ({ part, look, mend }): Promise<Finding> => {
      try {
        return { part, ok: true, found: await look(), mend: '' }
      } catch (fault) {
        return { part, ok: false, found: messageOf(fault), mend }
      }
    }),
  )
  const text = values.json
    ? `${JSON.stringify(findings)}\n`
    : `${findings.map(describe).join('\n')}\n`
  process.stdout.write(text)
  return findings.every(({ ok }) => ok) ? 0 : 1
}

function describe({ part, ok, found, mend }: Finding): string {
  const line = `${ok ? 'ok  ' : 'FAIL'}  ${part.padEnd(16)} ${found}`
  return ok ? line : `${line}\n      ${''.padEnd(16)} ${mend}`
}

export const command: Command = {
  name: 'doctor',
  summary: 'check every part and say how to mend it',
  help,
  run,
}
