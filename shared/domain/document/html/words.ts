/** The title and the words of a page in one pass, without a tree: whether it says something new. */

import { Parser } from 'htmlparser2'
import { pageLimits } from './tree.ts'

/** Their text is not read by people, or not as part of the page. */
const UNREAD = new Set(['title', 'script', 'style', 'noscript', 'template'])
/** So often it is asked whether a page is deeper or larger than any real one. */
const PIECE = 16_384

/** Undefined for a page past the limits of `readTree`: nothing is read of it there either. */
export function pageWords(markup: string): { title: string; words: string } | undefined {
  const texts: string[] = []
  const titles: string[] = []
  let [depth, nodes, unreadAt, inTitle] = [0, 0, 0, false]
  const parser = new Parser(
    {
      onopentag(name) {
        nodes += 1
        depth += 1
        if (unreadAt > 0 || !UNREAD.has(name)) return
        unreadAt = depth
        inTitle = name === 'title'
        if (inTitle) titles.push('')
      },
      ontext(text) {
        if (unreadAt === 0) texts.push(text)
        else if (inTitle && titles.length === 1) titles[0] += text
      },
      onclosetag() {
        if (unreadAt === depth) unreadAt = 0
        depth -= 1
      },
    },
    { decodeEntities: true, recognizeSelfClosing: false },
  )
  for (let at = 0; at < markup.length; at += PIECE) {
    parser.write(markup.slice(at, at + PIECE))
    if (depth > pageLimits.depthMax || nodes > pageLimits.nodesMax) return undefined
  }
  parser.end()
  return { title: titles[0] ?? '', words: texts.join('') }
}
