/** Settings of a `reddit` source: the posts of some subreddits. */

import * as v from 'valibot'
import { daysBack, polling, wanted } from './settings.ts'

const LOOKBACK_DAYS = 2
const SUBREDDITS_MAX = 25

const NAMES = /^[A-Za-z0-9_]{2,21}$/
const names = wanted('names of subreddits, such as "stocks, investing"')

export const RedditConfig = v.looseObject({
  ...polling,
  /** A list, or a text with commas. */
  subreddits: v.pipe(
    v.union([v.array(v.string(names), names), v.string(names)], names),
    v.transform((given) =>
      typeof given === 'string' ? given.split(/[\s,]+/).filter(Boolean) : given,
    ),
    v.minLength(1, 'expected at least one subreddit, found none'),
    v.maxLength(SUBREDDITS_MAX, `expected at most ${SUBREDDITS_MAX} subreddits`),
    v.check(
      (list) => list.every((name) => NAMES.test(name)),
      'expected names of subreddits, found others',
    ),
  ),
  listing: v.optional(v.picklist(['new', 'hot'], wanted('new or hot')), 'new'),
  /** True where posts that are marked as not for all eyes are wanted too. */
  nsfw: v.optional(v.boolean(wanted('true or false')), false),
  lookback_days: daysBack(LOOKBACK_DAYS),
})
