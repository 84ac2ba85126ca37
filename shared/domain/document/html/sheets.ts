/** What a page's own style sheets hide, by a class or an id alone: the simple rules, which is what hiding takes. */

import { hides } from './hidden.ts'

/** Of all sheets of a page; more is not looked at. */
const SHEET_CHARACTERS_MAX = 500_000
const SIMPLE = /^[a-z]*([.#][\w-]+)$/i
/** Blocks whose rules count for every screen. */
const FOR_ALL = /^@(?:media\s+(?:all|screen)|layer\b[^;]*|supports\b.*)$/i
const SHOWN = /(?:^|;)\s*display\s*:\s*(?!none)/i

/** What a sheet may hide until the page has run, and is the page all the same. */
const IS_PAGE = new Set(['html', 'body', 'main', 'article'])

type HiddenNames = {
  /** Whether an element that opens is hidden by a sheet before it. */
  has(name: string, given: { class?: string; id?: string }): boolean
  /** Takes what stands in a sheet; false elsewhere. */
  takes(text: string): boolean
  close(name: string): void
}

/** Reads sheets as they come; a later rule that shows what an earlier one hid counts. */
export function hiddenNames(): HiddenNames {
  const names = new Set<string>()
  let left = SHEET_CHARACTERS_MAX
  let sheet: string | undefined
  const note = (selectors: string, style: string) => {
    const [doesHide, doesShow] = [hides(style), SHOWN.test(style)]
    if (!doesHide && !doesShow) return
    for (const selector of selectors.split(',')) {
      const name = SIMPLE.exec(selector.trim())?.[1]
      if (name === undefined) continue
      if (doesHide) names.add(name)
      else names.delete(name)
    }
  }
  return {
    has(name, { class: classes, id }) {
      if (name === 'style') sheet = ''
      if (names.size === 0 || IS_PAGE.has(name)) return false
      if (id !== undefined && names.has(`#${id}`)) return true
      return classes !== undefined && classes.split(/\s+/).some((one) => names.has(`.${one}`))
    },
    takes(text) {
      if (sheet === undefined) return false
      sheet += text
      return true
    },
    close(name) {
      if (name !== 'style' || sheet === undefined) return
      for (const [selectors, style] of rulesIn(sheet.slice(0, left))) note(selectors, style)
      left = Math.max(0, left - sheet.length)
      sheet = undefined
    },
  }
}

/** Selectors and declarations of rules that count on every screen, in order. */
function* rulesIn(css: string): Generator<[string, string]> {
  const plain = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
  const brace = /[{}]/g
  let [from, skipped] = [0, 0]
  let selectors: string | undefined
  for (let found = brace.exec(plain); found; found = brace.exec(plain)) {
    const whole = plain.slice(from, found.index)
    from = found.index + 1
    if (found[0] === '}') {
      if (skipped > 0) skipped -= 1
      else if (selectors !== undefined) yield [selectors, whole]
      selectors = undefined
    } else if (skipped > 0) skipped += 1
    else {
      const head = (whole.split(';').at(-1) ?? '').trim()
      if (!head.startsWith('@')) selectors = head
      else if (!FOR_ALL.test(head)) skipped = 1
    }
  }
}
