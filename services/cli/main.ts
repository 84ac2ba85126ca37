/** `stonks`: finds the command, runs it, and turns what it throws into words and an exit code. */

import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import { messageOf } from '#shared/host/faults.ts'
import { attach, splitState } from './attach.ts'
import { UsageError, type Command, type ExitCode } from './command.ts'

const FOLDER = new URL('commands/', import.meta.url)
/** As this file's: commands lie beside it as sources, and bundled in an image. */
const EXTENSION = extname(import.meta.filename)

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(EXTENSION))
  .map((file) => file.slice(0, -EXTENSION.length))
  .sort()

async function load(name: string): Promise<Command> {
  const module = (await import(new URL(`${name}${EXTENSION}`, FOLDER).href)) as { command: Command }
  return module.command
}

async function overview(): Promise<string> {
  const commands = await Promise.all(names.map(load))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`)
  return [
    'Stonks Oracle: market intelligence and paper trading on functions that scale from zero.',
    '',
    'Usage: stonks COMMAND [options]        stonks COMMAND --help',
    '',
    ...lines,
    '',
    'Commands that read the record join the running platform of this folder, or the record it left;',
    '--state DIR joins the one that was started with it.',
    '',
    'Exit codes: 0 good, 1 the answer is no, 2 wrong use.',
    '',
  ].join('\n')
}

async function main(args: string[]): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await overview())
    return name === undefined ? 2 : 0
  }
  if (!names.includes(name)) {
    process.stderr.write(`stonks: no command "${name}". There are: ${names.join(', ')}\n`)
    return 2
  }
  const command = await load(name)
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.help.trim()}\n`)
    return 0
  }
  let detach = () => Promise.resolve()
  try {
    const { root, rest: own, joins } = splitState(name, rest, command.readsRecord?.(rest))
    detach = await attach(name, root, joins)
    return await command.run(own)
  } catch (fault) {
    process.stderr.write(`stonks ${name}: ${messageOf(fault)}\n`)
    if (!(fault instanceof UsageError)) return 1
    process.stderr.write(`Try: stonks ${name} --help\n`)
    return 2
  } finally {
    await detach()
  }
}

// A reader that closes early (`stonks … | head`) is no fault.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit(0)
  throw fault
})
process.exitCode = await main(process.argv.slice(2))
