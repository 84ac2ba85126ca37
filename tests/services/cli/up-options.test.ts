import { expect, test } from 'vitest'
import { UsageError } from '../../../services/cli/command.ts'
import { readOptions } from '../../../services/cli/up-options.ts'
import { originOf } from '../../../services/local/options.ts'
import { worldArgs } from '../../../services/local/world.ts'

test.each(['1000', '250.50', '100000'])('--cash %s reaches the world as it is', (cash) => {
  const args = worldArgs(readOptions(['--cash', cash]), 4400)
  expect(args.slice(args.indexOf('--cash'), args.indexOf('--cash') + 2)).toEqual(['--cash', cash])
})

test('without --cash the world decides', () => {
  expect(worldArgs(readOptions([]), 4400)).not.toContain('--cash')
})

test.each(['0', '-5', '1e3', 'much', '0.001'])(
  '--cash %s is refused with what is wanted',
  (cash) => {
    const read = () => readOptions([`--cash=${cash}`])
    expect(read).toThrow(UsageError)
    expect(read).toThrow(`--cash takes dollars such as 1000 or 250.50, found "${cash}"`)
  },
)

test('a state is of one opening cash, as it is of one seed', () => {
  const one = originOf(readOptions([]))
  expect(originOf(readOptions(['--cash', '5000']))).not.toEqual(one)
  expect(originOf(readOptions(['--seed', '2']))).not.toEqual(one)
  expect(originOf(readOptions(['--speed', '9']))).toEqual(one)
})
