/**
 * npm run bench -- NAME [--json]
 *
 * NAME is queue, signing, pipeline, cold-start, history, audit, hostile, pages, mentions, near-duplicates, read, evaluate, layers, tokens, lake-write, lake-question, indicators or backtest. Each runs ours and its peer in one go and prints one line:
 * name, ours, peer, their ratio and the unit.
 */

import { parseArgs } from 'node:util'

type Result = { name: string; ours: number; peer: number; ratio: number; unit: string }

const NAMES = [
  'queue',
  'signing',
  'pipeline',
  'cold-start',
  'history',
  'audit',
  'hostile',
  'pages',
  'mentions',
  'near-duplicates',
  'read',
  'evaluate',
  'layers',
  'tokens',
  'lake-write',
  'lake-question',
  'indicators',
  'backtest',
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const [name, ...surplus] = positionals
if (name === undefined || surplus.length > 0 || !NAMES.includes(name)) {
  process.stderr.write(`bench: name one of ${NAMES.join(', ')}\n`)
  process.exit(2)
}
const { bench } = (await import(`./${name}.ts`)) as { bench: () => Result | Promise<Result> }
const result = await bench()
result.ratio = Math.round(result.ratio * 100) / 100
process.stdout.write(
  values.json
    ? `${JSON.stringify(result)}\n`
    : `${result.name}: ours ${result.ours}, peer ${result.peer} ${result.unit}; ratio ${result.ratio}\n`,
)
