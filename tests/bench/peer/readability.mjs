// Readability over linkedom, from the packages installed in this folder; imports nothing else.

import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'

/** The text of the article, blocks apart; empty where it finds none. */
export function readArticle(markup) {
  const { document } = parseHTML(markup)
  const article = new Readability(document).parse()
  if (!article) return ''
  const inside = parseHTML(`<html><body>${article.content}</body></html>`).document.body
  for (const caption of inside.querySelectorAll('figcaption')) caption.remove()
  for (const block of inside.querySelectorAll('p,div,li,h1,h2,h3,h4,h5,h6,td,th,pre,blockquote,br'))
    block.append('\n')
  return inside.textContent ?? ''
}
