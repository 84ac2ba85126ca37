import { expect, test } from 'vitest'
import { fileName } from '../../../../../../frontend/src/areas/lake/parts/answer/file-name.ts'

const at = new Date('2024-03-14T23:59:59Z')

test.each([
  ['Cost of each check', 'cost-of-each-check-2024-03-14.csv'],
  ['  Größe: über 5 % ', 'große-uber-5-2024-03-14.csv'],
  ['../../etc/passwd', 'etc-passwd-2024-03-14.csv'],
  ['con|pipe "quoted" \u202efdp.exe', 'con-pipe-quoted-fdp-exe-2024-03-14.csv'],
  ['', 'answer-2024-03-14.csv'],
  ['…', 'answer-2024-03-14.csv'],
  [`${'a'.repeat(59)} b`, `${'a'.repeat(59)}-2024-03-14.csv`],
])('%j is kept as %s', (name, wanted) => {
  expect(fileName(name, 'csv', at)).toBe(wanted)
})

test('names the format it has', () => {
  expect(fileName('Slippage', 'parquet', at)).toBe('slippage-2024-03-14.parquet')
})
