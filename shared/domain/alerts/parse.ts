/** Reads as much of PromQL as the rules of the product need. What it does not know it refuses. */

export type Matcher = { label: string; op: '=' | '!=' | '=~' | '!~'; value: string }
export type Node =
  | { kind: 'number'; value: number }
  | { kind: 'select'; name: string; matchers: Matcher[]; rangeSeconds: number }
  | { kind: 'gather'; how: string; by: string[]; of: Node }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'binary'; op: string; on: string[] | null; isMany: boolean; left: Node; right: Node }

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)(?![a-z0-9])|("(?:[^"\\]|\\.)*")|\[(\d+)([smhd])\]|([a-zA-Z_:][\w:]*)|(=~|!~|!=|>=|<=|==|[-+*/(){},<>=]))/y
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }
/** From the loosest to the tightest. */
const LEVELS = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '>', '<', '>=', '<='],
  ['+', '-'],
  ['*', '/'],
]
const CALLS = ['increase', 'rate', 'absent']
const GATHERS = ['max', 'min', 'sum', 'group']

type Token = { kind: 'number' | 'text' | 'range' | 'word' | 'sign'; text: string }

/** @throws SyntaxError of what is no such expression. */
export function parseExpression(text: string): Node {
  const cursor: Cursor = { text, tokens: tokensOf(text), place: 0 }
  const whole = readLevel(cursor, 0)
  if (cursor.place < cursor.tokens.length)
    throw new SyntaxError(`${text}: more than one expression`)
  return whole
}

type Cursor = { text: string; tokens: readonly Token[]; place: number }

const peek = ({ tokens, place }: Cursor) => tokens[place]?.text

function take(cursor: Cursor, wanted?: string): string {
  const found = cursor.tokens[cursor.place]
  if (!found || (wanted !== undefined && found.text !== wanted))
    throw new SyntaxError(
      `${cursor.text}: expected ${wanted ?? 'more'}, found ${found?.text ?? 'the end'}`,
    )
  cursor.place += 1
  return found.text
}

/** Names in brackets, by comma. */
function readNames(cursor: Cursor): string[] {
  const found: string[] = []
  take(cursor, '(')
  while (peek(cursor) !== ')') {
    found.push(take(cursor))
    if (peek(cursor) === ',') take(cursor)
  }
  take(cursor, ')')
  return found
}

/** An expression of operators that bind at least as tightly as those of this level. */
function readLevel(cursor: Cursor, depth: number): Node {
  const ops = LEVELS[depth]
  if (!ops) return readPrimary(cursor)
  let left = readLevel(cursor, depth + 1)
  while (ops.includes(peek(cursor) ?? '')) {
    const op = take(cursor)
    const on = readsWord(cursor, 'on') ? readNames(cursor) : null
    const isMany = readsWord(cursor, 'group_left')
    if (isMany && cursor.tokens[cursor.place + 1]?.text === ')') readNames(cursor)
    left = { kind: 'binary', op, on, isMany, left, right: readLevel(cursor, depth + 1) }
  }
  return left
}

function readsWord(cursor: Cursor, word: string): boolean {
  if (peek(cursor) !== word) return false
  take(cursor)
  return true
}

function readPrimary(cursor: Cursor): Node {
  const { text } = cursor
  const token = cursor.tokens[cursor.place]
  if (token?.kind === 'number') return { kind: 'number', value: Number(take(cursor)) }
  if (token?.kind === 'text') throw new SyntaxError(`${text}: no texts but in selectors`)
  if (peek(cursor) === '(') return readInner(cursor)
  const name = take(cursor)
  if (GATHERS.includes(name) && (peek(cursor) === 'by' || peek(cursor) === '(')) {
    const by = readsWord(cursor, 'by') ? readNames(cursor) : []
    return { kind: 'gather', how: name, by, of: readInner(cursor) }
  }
  if (peek(cursor) === '(') {
    if (!CALLS.includes(name)) throw new SyntaxError(`${text}: ${name} is not known`)
    return { kind: 'call', name, args: [readInner(cursor)] }
  }
  const matchers = readMatchers(cursor)
  const isRange = cursor.tokens[cursor.place]?.kind === 'range'
  return { kind: 'select', name, matchers, rangeSeconds: isRange ? Number(take(cursor)) : 0 }
}

/** What stands in brackets. */
function readInner(cursor: Cursor): Node {
  take(cursor, '(')
  const inner = readLevel(cursor, 0)
  take(cursor, ')')
  return inner
}

function readMatchers(cursor: Cursor): Matcher[] {
  const found: Matcher[] = []
  if (peek(cursor) !== '{') return found
  take(cursor, '{')
  while (peek(cursor) !== '}') {
    const [label, op, value] = [take(cursor), take(cursor) as Matcher['op'], take(cursor)]
    found.push({ label, op, value: JSON.parse(value) as string })
    if (peek(cursor) === ',') take(cursor)
  }
  take(cursor, '}')
  return found
}

function tokensOf(text: string): Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`${text}: cannot be read from ${at} on`)
    const [, number, words, amount, unit, word, sign] = match
    if (number !== undefined) found.push({ kind: 'number', text: number })
    else if (words !== undefined) found.push({ kind: 'text', text: words })
    else if (amount !== undefined)
      found.push({ kind: 'range', text: String(Number(amount) * (SECONDS[unit ?? 's'] ?? 1)) })
    else if (word !== undefined) found.push({ kind: 'word', text: word })
    else found.push({ kind: 'sign', text: sign ?? '' })
  }
  return found
}

/** Every metric that an expression selects. */
export function metricsIn(node: Node): string[] {
  if (node.kind === 'select') return [node.name]
  if (node.kind === 'gather') return metricsIn(node.of)
  if (node.kind === 'call') return node.args.flatMap(metricsIn)
  if (node.kind === 'binary') return [...metricsIn(node.left), ...metricsIn(node.right)]
  return []
}
