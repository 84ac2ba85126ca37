/** Blocks of an article without what only furnishes it: credits, "read next", shares, dates. */

import type { Block } from './blocks.ts'

const HEADING = /^h[1-6]$/
/** A longer block says more than what a line of furniture says. */
const [LINE_MAX, CALL_MAX] = [140, 260]
/** A longer line that ends in an agency's name is a sentence of it. */
const CREDIT_MAX = 70
const BEGINNING = 5

/** Other things to read, to follow, or to say. */
const ELSEWHERE =
  /^\W*(?:(?:please )?(?:read|see|watch|learn|find out|discover|explore) (?:more|also|next|further|this)|(?:also|must|now) read|read:|see also|more (?:from|on|in|stories|news|about)\b.{0,60}$|related(?: \w+)?(?::|$)|recommended(?: for you| reading| stories| articles)?\W*(?::|$)|don.t miss(?: out| it| this)?\W*(?::|$)|you (?:may|might|will) (?:also )?(?:like|enjoy|be interested)|most (?:read|popular|viewed)\b.{0,25}$|up next|next (?:article|story|post)|previous (?:article|story|post)|in case you missed|top stories|trending(?: now| stories| topics)?\W*$|click (?:here|to)|continue reading|story continues|scroll (?:down|to)|lesen sie|lies auch|mehr (?:zum thema|dazu|lesen|infos)|weiterlesen|auch interessant|das (?:könnte|thema könnte)|ähnliche (?:beiträge|artikel)|weitere (?:informationen|infos|artikel|themen|beiträge)\b.{0,60}$|diese beiträge|schon gelesen|(?:à )?lire aussi|a lire|voir aussi|sur le même sujet|pour lire la suite|pour aller plus loin|lea (?:también|además|más)|lee (?:también|además|más)|te puede interesar|también te puede|ver también|leggi anche|leia (?:também|mais)|veja também|lees ook|meer over|czytaj (?:też|także|więcej)|zobacz (?:też|także)|читайте также|相关阅读|延伸阅读|関連記事|관련기사)/iu
const SHARED =
  /^\W*(?:share (?:this|on (?:face|twit|linked|what|x\b)|via|article|story|it)\b|share\W*$|like it\?|(?:tweet|pin it|e-?mail|print|facebook|twitter|whatsapp|linkedin|reddit|flipboard|copy link|save)\W*$|follow (?:us|me|him|her|@)|like us|join (?:us|our|the conversation)|leave a (?:comment|reply)|(?:no|\d+) comments?\W*$|comments (?:are closed|\()|view comments|gefällt (?:mir|ihnen|dir)|keine kommentare|(?:teilen|kommentieren|compartir|partager|advert(?:isement|ising)?|sponsored(?: content)?|- ?anzeige ?-?|anzeige|werbung|publicit[éà]|publicidad|pubblicità|loading|wird geladen)\W*$|sponsored by|story continues below|advertisement - |\d+ min(?:ute)?s? read|skip to|back to top|rating:|rate this|this entry was posted|der beitrag wurde|posted (?:in|on|by)|filed under|tagged|tags?\s*:|categor(?:y|ies)\s*:|topics?\s*:|schlag(?:wörter|worte)|abgelegt unter|themen:|listen to this|watch (?:the )?video)/iu
const CREDIT =
  /^[\W_]*(?:(?:featured |cover |header |lead |file |top )?(?:photos?|images?|pictures?|photographs?|pics?|videos?|graphics?|illustrations?|credits?)\s*(?:by|credits?|courtesy|:|\/|©)|(?:titelbild|beitragsbild|symbolbild|bild(?:er|quelle)?|fotos?|foto ?credit|abbildung|grafik|quelle|crédits?|imagen|fotografía|zdjęcie|fot\.)\s*(?:\d+)?\s*(?:von|:|\/|©)|copyright\s*(?:©|\(c\)|\d{4})|(?:©|\(c\))\s|all rights reserved)/iu
const AGENCY =
  /(?:\/|\bvia |\(|\| ?)\s*(?:getty(?: images)?|reuters|ap(?: photo)?|afp|shutterstock(?:\.com)?|istock(?:photo)?|bloomberg|dpa|picture alliance|unsplash|alamy)(?: \w+)?\)?\W*$/iu
const CALL =
  /\b(?:sign[- ]?up\b|subscribe\b|newsletter|register (?:now|for|to)|create an account|log ?in|download (?:the|our) app|daily email|inbox|abonnieren|anmelden|abonnez|inscrivez|suscr[íi]b|s[íi]guenos|únete|iscriviti|assine|follow \w+ on (?:twitter|facebook|instagram)|on (?:twitter|facebook|instagram)(?: and|,))/iu
const CALLS =
  /^(?:\W*(?:sign|subscribe|register|get|join|want|stay|receive|download|don.t|do you|never miss|click|follow|please|already|bitte|jetzt|hier|holen|melden|abonn|zapraszamy|¡|¿|únete|suscr|s[íi]gue|iscriv|assin))/iu
const MONTH =
  '(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|fév|avr|juin|juil|août|déc|gen|mag|giu|lug|set|ott)\\p{L}*'
const DATE_LINE = new RegExp(
  String.raw`^(?:(?:published|posted|updated|last (?:updated|modified)|first published|created|on|am|stand|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato)\b[^\p{L}\d]*(?:on|am|le|el|il|at|:)?\s*)?(?:\p{L}+,?\s+)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}\.?(?:st|nd|rd|th)?\s+(?:de\s+)?${MONTH}\.?,?\s+(?:de\s+)?\d{4}|${MONTH}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?:[^.!?]|[ap]\.m\.){0,45}$`,
  'iu',
)
const BYLINE =
  /^(?:by|von|por|par|di|door|written by|text:|words by|reporting by|staff|editor)\s+(?:\p{Lu}[\p{L}.'’-]+[\s,|&]*(?:and |und |y |et |e )?){1,7}[^.!?]{0,40}$/u

/** So many lines left out behind a heading were its list of links. */
const LIST_MIN = 2

/** Leaves out links, lines of furniture, and headings that nothing follows any more. */
export function trimBlocks(
  blocks: readonly Block[],
  isKept: Readonly<Uint8Array>,
  title: string,
): Block[] {
  const kept: Block[] = []
  let [seen, lost] = [0, 0]
  for (const [index, block] of blocks.entries()) {
    const isIn = isKept[index] === 1
    if (isIn) seen += 1
    const isTitle = seen <= 4 && block.text === title
    if (isIn && !isTitle && reads(block) && !isFurniture(block, seen <= BEGINNING)) {
      if (lost >= LIST_MIN || (lost > 0 && isHeading(block))) dropHeading(kept)
      kept.push(block)
      lost = 0
    } else lost += 1
  }
  dropHeading(kept)
  return kept
}

function isHeading({ element }: Block): boolean {
  return HEADING.test(element.name)
}

/** A heading says nothing where what it stood over was left out. */
function dropHeading(kept: Block[]): void {
  const last = kept.at(-1)
  if (kept.length > 1 && last && isHeading(last)) kept.pop()
}

/** Links are read where they are the words of a paragraph; the title is told already. */
function reads({ text, element, linked }: Block): boolean {
  if (linked > text.length / 2) return text.length > 200 && element.name === 'p'
  return element.name !== 'h1'
}

function isFurniture({ text, linked }: Block, isFirst: boolean): boolean {
  const { length } = text
  if (length > CALL_MAX) return false
  if (CALL.test(text) && (CALLS.test(text) || linked > length / 4)) return true
  if (length > LINE_MAX) return ELSEWHERE.test(text) && linked > length / 3
  if (ELSEWHERE.test(text) || SHARED.test(text) || CREDIT.test(text)) return true
  if (length < CREDIT_MAX && AGENCY.test(text)) return true
  return isFirst && length < 100 && (DATE_LINE.test(text) || BYLINE.test(text))
}
