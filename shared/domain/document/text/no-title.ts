/** What software writes in the place of a title that nobody gave. */

const PLACEHOLDER =
  /^(?:untitled(?:[ -]?(?:document|page|post|article|item|story|entry|draft|note|\d+)){0,2}|no (?:title|subject|headline)(?: (?:given|available|provided))?|(?:missing|empty|default|post|page|article|item|entry|document) title|(?:title|headline)(?: (?:missing|unavailable|not (?:available|found)|goes here|here))?|new (?:page|post|document)|null|undefined|none|nan|n\/a|object object|sans titre|ohne titel|unbenannt(?:es dokument)?|sin t[ií]tulo|sem t[ií]tulo|senza titolo|zonder titel|bez tytu[łl]u|без (?:названия|заголовка)|无标题|無標題|無題|タイトルなし|제목 없음)$/iu

/** The title, or nothing where it is none: a placeholder, or no letter and no number at all. */
export function realTitle(title: string): string {
  const bare = title.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/[\s_]+/g, ' ')
  return bare === '' || PLACEHOLDER.test(bare) ? '' : title
}
