/** Rules of a style sheet, those within others too. */

/** Blocks whose rules count for every screen. */
const FOR_ALL = /^@(?:media\s+(?:all|screen)|layer\b[^;]*|supports\s(?!\s*not\b).*)$/i
/** Rules within rules. */
const DEPTH_MAX = 5
/** Of selectors that rules within rules come to. */
const NESTED_MAX = 20

/** Selectors and declarations of rules that count on every screen, in order. */
export function* rulesIn(css: string): Generator<[string, string]> {
  const plain = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
  const brace = /[{}]/g
  let [from, skipped] = [0, 0]
  /** What is open: the selectors of rules, and '' for blocks about them. */
  const open: string[] = []
  for (let found = brace.exec(plain); found; found = brace.exec(plain)) {
    const whole = plain.slice(from, found.index)
    from = found.index + 1
    const within = open.at(-1) ?? ''
    if (found[0] === '}') {
      if (skipped > 0) skipped -= 1
      else {
        if (within !== '') yield [within, whole]
        open.pop()
      }
      continue
    }
    if (skipped > 0) {
      skipped += 1
      continue
    }
    const cut = whole.lastIndexOf(';') + 1
    if (within !== '' && cut > 0) yield [within, whole.slice(0, cut)]
    const head = whole.slice(cut).trim()
    const selectors = head.startsWith('@')
      ? FOR_ALL.test(head)
        ? within
        : undefined
      : nest(within, head)
    if (selectors === undefined || open.length >= DEPTH_MAX) skipped = 1
    else open.push(selectors)
  }
}

/** Selectors of a rule within one of `outer`. */
function nest(outer: string, head: string): string {
  if (outer === '') return head
  const nested = outer
    .split(',', NESTED_MAX)
    .flatMap((one) =>
      head
        .split(',', NESTED_MAX)
        .map((inner) =>
          inner.includes('&') ? inner.replaceAll('&', one.trim()) : `${one} ${inner}`,
        ),
    )
  return nested.slice(0, NESTED_MAX).join(',')
}
