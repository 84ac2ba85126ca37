/** Pages that stand before an article, or in its place: told by what such pages say. */

import { endOf } from './cut.ts'

export type Wall = 'consent_wall' | 'script_wall' | 'paywalled'

const ERROR_PAGE =
  /^(?:\W*(?:error )?(?:40[0-9]|50[0-9])\b.{0,40}(?:error|not found|forbidden|denied|unavailable|gateway|bad request)|\W*(?:(?:the )?(?:requested )?page (?:was |could )?not (?:be )?found|access (?:to this page has been )?denied|forbidden|service (?:temporarily )?unavailable|internal server error|bad gateway|gateway time-?out|too many requests|not found|this page (?:isn.t|is not) available|just a moment|attention required|robot check|under maintenance|site maintenance|oops\b)\W*(?:[\n.:|!…]|$)|\W*(?:are you a (?:robot|human)|please verify (?:you are|that you)|verify(?:ing)? you are (?:a )?human|checking (?:your browser|if the site)|pardon our interruption|we.re sorry,? (?:but )?(?:the|this) page|(?:sorry,? )?(?:the|this|that) page (?:you|does not|doesn.t|can.?t|cannot|has been|no longer)))/i

/** Each says what only such pages say; a quarter of a page of one kind makes it one. */
const CONSENT =
  /\b(?:we use cookies|uses? (?:of )?cookies|such as cookies|accept (?:all )?(?:cookies|and)|reject all|cookie (?:policy|settings|preferences|notice|consent)|your (?:privacy )?choices|before you (?:continue|read on)|(?:consent|agree) to (?:the |our )?(?:use|processing|partners)|click to consent|we value your privacy|manage (?:consent|preferences|options|choices)|our \d* ?partners|and (?:our )?\d+ partners|store and\/or access information|access information on (?:a|your) device|process(?:ing)? (?:of )?personal data|unique identifiers|standard information sent by a device|personali[sz]ed (?:ads|advertising)|precise geolocation|device scanning|legitimate interest|withdraw your consent|data protection (?:policy|officer)|terms (?:of use )?and privacy|yahoo family of brands|your personal (?:data|information)|wir verwenden cookies|cookies? akzeptieren|einwilligung|utilisons des cookies|vos choix|usamos cookies|utilizamos cookies)\b/gi
const SCRIPT =
  /\b(?:(?:enable|turn on|activate|allow|requires?) (?:java ?script|cookies)|java ?script (?:is )?(?:disabled|required|must be|to (?:run|view))|(?:disable|turn off|pause) (?:your )?ad ?-?block\w*|ad ?-?block\w* (?:is )?(?:detected|enabled)|browser (?:is )?(?:not supported|out of date|outdated)|unsupported browser|does(?:n.t| not) (?:have|support) java ?script|upgrade your browser)\b/gi
const PAY =
  /(?:\bsubscribe (?:now |today )?(?:to (?:continue|keep|read|unlock|get (?:full|unlimited)|access)|for (?:full|unlimited))|\bto (?:continue|keep) reading\b|\bthis (?:article|story|content|page|post|report) is (?:(?:only )?(?:available )?(?:exclusively )?(?:for|to) (?:our |paid |paying )?(?:subscribers|members|premium|registered)|reserved|behind)|\b(?:exclusive|available only|only available) (?:content )?(?:to|for) (?:our )?(?:subscribers|members)|\balready (?:a |have a )?(?:subscri|member)|\b(?:your|of your|free|remaining) (?:free )?(?:articles?|stories) (?:this month|left|remaining|limit)|\breached your (?:free |article |monthly )?(?:limit|article)|\bunlock (?:this|the full|full|unlimited)\b|\bstart your (?:free )?trial|\b(?:sign|log) in to (?:read|continue|keep)|\bto read the (?:full|rest)|\bread the full (?:article|story) (?:with|by|on)|\bcreate (?:a free|an) account to|\bpremium (?:content|subscri)|\bmembers? only\b|\bfür abonnenten|\bjetzt (?:abonnieren|weiterlesen|testen)|\bum weiterzulesen|\bréservé (?:aux|à nos) abonnés|\bil vous reste \d+ ?%|\bpara suscriptores|\bsolo para suscriptores|\bexclusivo para (?:assinantes|suscriptores)|\bper abbonati|\b仅限订阅|会員限定|有料会員)/i
const TEASER =
  /(?:\[?(?:…|\.\.\.)\]?|\[(?:more|\+\d+ chars)\]|\b(?:continue reading|read (?:more|on|the (?:full|whole|rest))|full (?:story|article)|keep reading|learn more|weiterlesen|lire la suite|seguir leyendo|leer más|continua a leggere|leia mais)\b[^.!?]{0,60})\W*$/iu

/** True for what a site says in the place of a page that is not there or not given. */
export function isErrorPage(text: string): boolean {
  return ERROR_PAGE.test(text)
}

/** Which wall a text of so many words is, if any; whether it must be paid for is told by what is asked. */
export function wallIn(text: string, words: number): Exclude<Wall, 'paywalled'> | null {
  const lower = text.toLowerCase()
  const share = (count: number) => (3 * count) / Math.max(1, words)
  const consents = new Set(lower.match(CONSENT)).size
  // One or two such phrases are a story on privacy, unless there is little else.
  if (share(consents) > (consents < 3 ? 0.25 : 0.06)) return 'consent_wall'
  if (share(new Set(lower.match(SCRIPT)).size) > 0.04) return 'script_wall'
  return null
}

/** True for what asks to subscribe before one reads on. */
export function asksForPay(text: string): boolean {
  return PAY.test(text)
}

/** True where the text breaks off to be read on elsewhere. */
export function isTeaser(text: string): boolean {
  return TEASER.test(endOf(text, 200))
}
