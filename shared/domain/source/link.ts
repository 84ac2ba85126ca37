/** A link as one address: what varies between the copies of one link is left out. */

/** What is put behind a link to see who followed it; no page is another for it. */
const TRACKING =
  /^(?:utm_.*|at_.*|pk_.*|mtm_.*|hsa_.*|_hs.*|mc_[ce]id|mkt_tok|guc.*|soc_(?:src|trk)|[fgt]bclid|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|igsh|ttclid|li_fat_id|wickedid|_ga|_gl|ref|ref_src|ref_url|referrer|referer|source|src|via|cmp|cmpid|campaign|campaign_id|ncid|icid|s_cid|sr_share|xtor|ito|mod|siteid|taid|tpcc|rss|feedtype|feedname|partner|output|outputtype|amp|share|sharetype|smid|smtyp|spm|yptr|tsrc|cid_source|sh|__twitter_impression|otc|leadsource)$/i
const LENGTH_MAX = 2_000

/**
 * The address without scheme, `www.`, default port, fragment, tracking parameters and trailing slash, its
 * parameters in order. Null where it is no web address, or a site's front page: that says of an item
 * nothing but where it was.
 */
export function canonicalLink(link: string | null): string | null {
  const written = link?.trim() ?? ''
  if (written === '' || written.length > LENGTH_MAX || !URL.canParse(written)) return null
  const url = new URL(written)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  const host = url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^(?:www\d?|m|mobile|amp)\./, '')
  // The other scheme's default port says nothing either: feeds write https://x:80 and http://x:443.
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`
  const path = readable(url.pathname)
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index\.(?:html?|php|aspx?)|amp\/?)$/i, '')
    .replace(/\/+$/, '')
  const query = [...url.searchParams]
    .filter(([name]) => !TRACKING.test(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  if (path === '' && query === '') return null
  return `${host}${port}${path}${query ? `?${query}` : ''}`
}

/** One spelling of what may be written in percent signs or not (RFC 3986, 6.2.2). */
function readable(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : code.toUpperCase()
  })
}
