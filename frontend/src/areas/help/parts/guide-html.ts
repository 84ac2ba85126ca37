/** A document in Markdown as HTML of the help. */

import { Marked } from 'marked'

/** Markdown of a guide as HTML: headings have ids, wide tables and code scroll, links stay within the help. */
export function toHtml(name: string, markdown: string): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const shown = this.parser.parseInline(tokens)
        return `<h${depth} id="${slugOf(text)}">${shown}</h${depth}>`
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens)
        const to = addressOf(name, href)
        return to === undefined ? text : `<a href="${to}">${text}</a>`
      },
      image: ({ text }) => text,
    },
  })
  const html = marked.parse(markdown.replaceAll(/<!--.*?-->/gs, ''), { async: false })
  return html
    .replaceAll('<table>', '<div class="overflow-x-auto" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">')
}

/** Where a link of a guide leads within the help; undefined where the help has nothing of it. */
function addressOf(name: string, href: string): string | undefined {
  if (href.startsWith('#')) return `/guides/${name}${href}`
  if (/^https?:/.test(href)) return href
  const folder = name.replace(/[^/]*$/, '')
  const { pathname, hash } = new URL(href, `http://docs/${folder}`)
  const [, path] = /^\/((?:(?:runbooks|guides)\/)?[\w-]+)\.md$/.exec(pathname) ?? []
  return path && `/guides/${path}${hash}`
}

/** As code hosts name the headings of a document, of its Markdown. */
function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}
