/** Companies by what a person types of them. */

import type { Db } from '../open.ts'

/** Words as part of a pattern: signs that mean something there mean themselves. */
export const escapedWords = (words: string) => words.replaceAll(/[\\%_]/g, String.raw`\$&`)

/** The condition that of `companies c` the ticker or another name begins so, or the legal name holds it. */
export function goesBy(db: Db, words: string) {
  const [begins, holds] = [`${escapedWords(words)}%`, `%${escapedWords(words)}%`]
  return db`(c.ticker ilike ${begins} or c.legal_name ilike ${holds}
    or exists (select from company_aliases a where a.company_id = c.company_id and alias ilike ${begins}))`
}
