/** Parts that furnish a page and are none of its article, told by element, role and class. */

import type { Element } from './tree.ts'

const NAMES = new Set(['nav', 'aside', 'footer', 'menu', 'dialog', 'figcaption'])
const ROLES =
  /^(?:menu|menubar|complementary|navigation|alert|alertdialog|dialog|banner|contentinfo|search|tablist|tooltip)$/
/** Never told away by another word beside it. */
const SURE =
  /(?:^|[-_ ])(?:share|sharing|sharedaddy|jp-relatedposts|social(?:-?(?:media|links|icons|share|bar|buttons))?|related|comments?|commentlist|disqus|respond|newsletter|subscri(?:be|ption)s?|promo(?:tion)?s?|byline|bylines|caption|captions|credits?|copyright|breadcrumbs?|pagination|pager|paging|toolbar|recirc\w*|outbrain|taboola|cookies?|gdpr|consent|mostread|most-(?:read|popular|viewed)|trending|popular|advert\w*|adv|ads?|adsense|sponsor(?:ed)?|sign-?up|sidebar|widget|tag-?list|tags|tag-?cloud|authors?-?(?:bio|box|card|info|area|profile)?|about-author|timestamp|dateline|post-?date|read-?(?:more|next|also)|also-(?:like|read)|more-(?:from|on|stories)|recommend\w*|suggested|teasers?|likes|metadata|entry-meta|post-meta|meta|article-(?:info|tools|footer|meta)|entry-footer|post-(?:footer|nav|navigation|info|tags)|nav-links|nav|navbar|navigation|menu|masthead|paywall|piano|regwall|login|hidden-print|caption-text|wp-caption-text|media-credit|source-org|skip-link|kicker|infobox-?ad|poll|survey|feedback|donat(?:e|ion)s?)(?=$|[-_ \d]|[A-Z])/
const CAMEL =
  /(?:^|[a-z_\- ])(?:Share|Sharing|Social|Related|Comments?|Newsletter|Subscri|Promo|Byline|Caption|Credit|Copyright|Breadcrumb|Pagination|Toolbar|Recirc|Recommend|Sidebar|Trending|MostRead|ReadMore|ReadNext|AuthorBio|AuthorInfo|Timestamp|Advert|Sponsor|Footer|Teaser|Tags(?![a-z]))/
const LIKELY =
  /-ad-|banner|combx|community|cover-wrap|extra|footer|header-|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination|popup|yom-remote|newsletter|promo|recirc|most-?(?:read|popular|viewed)|share|subscribe|cookie|consent|toolbar|outbrain|taboola|trending|sign-?up|login|print-?only|byline|story-?meta|timestamp|gallery-nav|hidden|utility|masthead/i
const MAYBE = /and|article|body|column|content|main|shadow|entry|story|post|text/i
/** Words that say of a part what the page around it has, not what the part is. */
const ABOUT = /(?:^|\s)(?:has|with|no|is|js|show|hide|not|without|include|enable|disable)[-_]\S+/gi
const SOLID = /^(?:body|html|article|main|h1|a|span|em|b|i|strong|td|tr|tbody|table)$/
/** However much of a page it is, an exchange of its readers is none of its article. */
const READERS = /(?:^|[-_ ])(?:comments?|commentlist|disqus|respond|replies)(?=$|[-_ \d])/i

/** What stands beside an article and may be prose itself. */
const BESIDE =
  /related|newsletter|subscri|sidebar|author|caption|cookie|consent|gdpr|footer|promo|sponsor|recommend|teaser/i

type Verdict = 'sure' | 'likely' | 'no'

/** What a name that a page gives its parts says of them; asked once for each name. */
function verdictOf(words: string): Verdict {
  const own = words.replace(ABOUT, ' ')
  if (SURE.test(own.toLowerCase()) || CAMEL.test(own)) return 'sure'
  return LIKELY.test(own) && !MAYBE.test(own) ? 'likely' : 'no'
}

/**
 * Tells which parts to leave out. A part that holds much of the text is the article, whatever it is
 * called, but for the words of readers.
 */
export function furnitureTest(
  root: Element,
  { strict, withVeiled }: { strict: boolean; withVeiled: boolean },
): (element: Element) => boolean {
  const known = new Map<string, Verdict>()
  const large = Math.max(1_500, root.size * 0.4)
  return (element) => {
    const { name, attributes, size } = element
    if (element.veiled && !withVeiled) return true
    if (NAMES.has(name) && size < large) return true
    const role = attributes['role']
    if (role !== undefined && ROLES.test(role) && size < large) return true
    if (SOLID.test(name)) return false
    const words = classAndId(attributes)
    if (words === '') return false
    if (!strict) return READERS.test(words) && size < large
    let verdict = known.get(words)
    if (verdict === undefined) {
      verdict = verdictOf(words)
      known.set(words, verdict)
    }
    if (verdict === 'no') return false
    if (verdict === 'likely' && name === 'p') return false
    if (READERS.test(words)) return true
    // Long prose without links is no list of what else there is to read.
    if (size > 1_000 && element.linked < size / 12 && !BESIDE.test(words)) return false
    return size < large
  }
}

/** Class and id of an element, on one line. */
export function classAndId(attributes: Record<string, string>): string {
  const { class: kind = '', id = '' } = attributes
  return kind === '' ? id : id === '' ? kind : `${kind} ${id}`
}
