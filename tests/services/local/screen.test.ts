import { expect, test } from 'vitest'
import { openScreen } from '../../../services/local/screen.ts'

const CLEAR_LINE = '\r\u001b[K'

function output(isTTY: boolean, columns = 80) {
  const written: string[] = []
  return { isTTY, columns, written, write: (text: string) => void written.push(text) }
}

/** What a terminal of one line shows at last, and the lines that stayed. */
function shownBy(written: readonly string[]) {
  const lines = written.join('').replaceAll(CLEAR_LINE, '\r').split('\n')
  return lines.map((line) => line.split('\r').at(-1))
}

test('on a terminal the bar is drawn over itself, lines stay above it, and it goes at the end', () => {
  const out = output(true)
  const screen = openScreen(out)
  screen.bar(0, 'Starting PostgreSQL and Redis')
  screen.bar(0.5, 'Making the schema')
  screen.say('Redis is back')
  screen.bar(1, 'Starting services')
  expect(shownBy(out.written)).toEqual(['Redis is back', '  ████████████ 100 %  Starting services'])
  screen.clear()
  screen.say('up')
  expect(shownBy(out.written)).toEqual(['Redis is back', 'up', ''])
})

test('the bar is never wider than the window', () => {
  const out = output(true, 30)
  openScreen(out).bar(0.4, 'x'.repeat(200))
  expect(shownBy(out.written)[0]).toHaveLength(29)
})

test('where the output goes to a file there are plain lines, none twice, and no control characters', () => {
  const out = output(false)
  const screen = openScreen(out)
  screen.bar(0.17, 'Making the schema')
  screen.bar(0.17, 'Making the schema')
  screen.say('up')
  screen.clear()
  expect(out.written.join('')).toBe(' 17 %  Making the schema\nup\n')
})
