/** What of a page people never see, and what they see only once the page has run. */

type Given = Record<string, string>

const GONE =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)|(?:text-indent|left|top)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|(?:^|;)\s*(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|!|$)/i
const FADED = /opacity\s*:\s*0?\.?0+\d*\s*(?:;|!|$)/i
const PALE =
  /(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)/i
const COLOURED =
  /background(?:-color|-image)?\s*:\s*(?!\s*(?:#fff(?:fff)?\b|white\b|transparent\b|none\b|rgb\(\s*255\s*,\s*255\s*,\s*255))/i
const FOR_READERS =
  /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|a11y-hidden|element-invisible|off-?screen|assistive-text|u-hidden(?:-visually)?|hide-?text)(?:\s|$)/i

/**
 * True for what no browser shows. Of the whole page that is never so: it is shown once its scripts
 * have run.
 */
export function isHidden(name: string, given: Given): boolean {
  if (name === 'body' || name === 'html') return false
  if ('hidden' in given && given['hidden'] !== 'until-found') return true
  if (given['class'] && FOR_READERS.test(given['class'])) return true
  const { style } = given
  return style !== undefined && style !== '' && GONE.test(style)
}

/**
 * True for what stands there unseen, and may be shown later: faded out, pale on pale, or kept from
 * machines that read aloud while a dialog is open. Such parts are read where they are the page itself.
 */
export function isVeiled(name: string, given: Given): boolean {
  if (name === 'body' || name === 'html') return false
  if (given['aria-hidden'] === 'true') return true
  const { style } = given
  if (!style) return false
  return FADED.test(style) || (PALE.test(style) && !COLOURED.test(style))
}
