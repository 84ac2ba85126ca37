/** What of a page people never see, and what they see only once the page has run. */

type Given = Record<string, string>

const GONE = new RegExp(
  [
    String.raw`display\s*:\s*none`,
    String.raw`visibility\s*:\s*(?:hidden|collapse)`,
    // Smaller than anybody can read.
    String.raw`font-size\s*:\s*(?:[0-3]?(?:\.\d+)?(?:px|pt)?|0?\.[0-2]\d*r?em|[12]?\d(?:\.\d+)?%)\s*(?:;|!|$)`,
    // Out of sight.
    String.raw`(?:text-indent|left|right|top|bottom|margin-left|margin-top)\s*:\s*-(?:\d{4,}|[3-9]\d\d(?:px|pt)|\d{2,}r?em|[1-9]\d\d(?:%|v[wh]))`,
    String.raw`transform\s*:[^;]{0,100}(?:translate[xy]?\([^)]{0,60}-(?:\d{4,}px|[1-9]\d\d(?:px|%|v[wh]))|scale[xy]?\(\s*0(?:\.0\d{0,20})?\s*[,)])`,
    String.raw`clip\s*:\s*rect\(\s*[01](?:px)?[\s,]`,
    String.raw`clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0)`,
    String.raw`(?:^|;)\s*(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|!|$)`,
    String.raw`filter\s*:[^;]{0,100}opacity\(\s*0?\.?0{0,20}\d?%?\s*\)`,
  ].join('|'),
  'i',
)
const NARROW = /(?:^|;)\s*(?:max-)?width\s*:\s*[01](?:px)?\s*(?:;|!|$)/i
const CUT_OFF = /overflow(?:-x)?\s*:\s*(?:hidden|clip)/i
const FADED = /opacity\s*:\s*0?\.?0{1,20}\d{0,20}\s*(?:;|!|$)/i
const PALE =
  /(?:^|;)\s*color\s*:\s*(?:#f[c-f]f[c-f]f[c-f]\b|#fff\b|white\b|snow\b|transparent\b|rgba?\(\s*25[2-5]\s*[,\s]\s*25[2-5]\s*[,\s]\s*25[2-5]|rgba\([^)]{0,60}[,/]\s*0?\.?0{1,20}\d{0,20}\s*\)|hsla?\([^)]{0,60}[,\s]\s*(?:9[7-9]|100)%)/i
const COLOUR = /(?:^|;)\s*color\s*:\s*([^;!]+)/i
const GROUND = /(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)/i
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
  return style !== undefined && style !== '' && hides(style)
}

/** Of declarations so much is looked at, the end of it: what is said last counts. */
const STYLE_MAX = 5_000

/** Whether declarations leave nothing to see. */
export function hides(whole: string): boolean {
  const style = whole.slice(-STYLE_MAX)
  return GONE.test(style) || (NARROW.test(style) && CUT_OFF.test(style))
}

/**
 * True for what stands there unseen, and may be shown later: faded out, pale on pale, or kept from
 * machines that read aloud while a dialog is open. Such parts are read where they are the page itself.
 */
export function isVeiled(name: string, given: Given): boolean {
  if (name === 'body' || name === 'html') return false
  if (given['aria-hidden'] === 'true') return true
  const { style } = given
  if (name === 'font' && PALE.test(`color:${given['color'] ?? ''}`)) return true
  return style !== undefined && style !== '' && veils(style)
}

/** Whether declarations leave letters that cannot be told from what they stand on. */
export function veils(whole: string): boolean {
  const style = whole.slice(-STYLE_MAX)
  return FADED.test(style) || (PALE.test(style) && !COLOURED.test(style)) || isTonal(style)
}

/** Whether declarations say anything of how letters look. */
export function coloursLetters(whole: string): boolean {
  const style = whole.slice(-STYLE_MAX)
  return COLOUR.test(style) || /(?:^|;)\s*opacity\s*:/i.test(style)
}

/** Whether letters have the colour of what they stand on. */
function isTonal(style: string): boolean {
  const colour = COLOUR.exec(style)?.[1]?.trim().toLowerCase()
  return colour !== undefined && colour === GROUND.exec(style)?.[1]?.trim().toLowerCase()
}
