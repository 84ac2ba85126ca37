/** The words that a statement is made of, of those that both engines know: what is coloured, and completed. */

import { SQLDialect } from '@codemirror/lang-sql'

const KEYWORDS = `select from where group by having order asc desc nulls first last limit offset distinct all as on
  using join inner left right full outer cross lateral natural union intersect except with recursive case when then
  else end and or not in exists between like is null true false any some over partition rows range preceding
  following unbounded current row filter within qualify window interval unnest values cast try_cast extract escape
  exclude replace asof pivot unpivot ilike`

const TYPES =
  'bigint boolean date decimal double integer interval real smallint time timestamp tinyint varchar'

const FUNCTIONS = `abs approx_percentile arg_max arg_min avg ceil coalesce concat corr count count_if date_diff
  date_part date_trunc day day_of_week dayofweek dense_rank exp first_value floor generate_series greatest hour lag
  last_value lead least length ln lower max max_by median min min_by mode month now ntile nullif percent_rank
  quantile_cont rank regexp_extract regexp_like regexp_matches round row_number split_part sqrt stddev strftime
  string_agg substring sum trim trunc upper variance year`

/** A name is the same in large letters and in small ones, and nothing but a name stands in double quotes. */
export const lakeDialect = SQLDialect.define({
  keywords: lineOf(KEYWORDS),
  types: lineOf(TYPES),
  builtin: lineOf(FUNCTIONS),
  caseInsensitiveIdentifiers: true,
  operatorChars: '*+-%<>!=&|~^/',
})

const functions = new Set(lineOf(FUNCTIONS).split(' '))

export const isFunction = (word: string) => functions.has(word)

/** CodeMirror takes words between spaces, and the end of a line for a part of one. */
function lineOf(words: string): string {
  return words.replaceAll(/\s+/g, ' ')
}
