import { expect, it } from 'vitest'
import { steadyText } from '#shared/domain/document/html/steady.ts'

const said = 'Ford will cut 3,000 jobs in Europe.'

it.each([
  '1,204 people are reading this',
  '2K others like this',
  'Shared 7 times',
  'Share this article 34 times',
  '3 min read',
  'Updated 9 minutes ago',
])('a line that counts is no part of what is written: %s', (line) => {
  expect(steadyText(`${said}\n${line}`)).toBe(steadyText(said))
})

it.each([
  '3,000 people lose their jobs, and the plant in Cologne, which is eighty years old, will close.',
  '12 times earnings is cheap for a maker of cars, said the analyst whose note it was.',
])('a sentence with a number is: %s', (line) =>
  expect(steadyText(`${said}\n${line}`)).not.toBe(steadyText(said)),
)
