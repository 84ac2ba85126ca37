/** `reddit`: what people post, believed little. */

import { RedditConfig } from '../../contracts/sources/reddit.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { redditHost } from './hosts.ts'

export const reddit = {
  type: 'reddit',
  gives: 'posts of subreddits, `new` or `hot`, with score, comments and age of the author',
  brings: 'stories',
  cadenceSeconds: 600,
  backOff: usualBackOff,
  pace: null,
  config: RedditConfig,
  hosts: [redditHost],
  credibility: 0.2,
  adapterOf: () => 'posts' as const,
  seeds: {},
} as const satisfies SourceDescriptor<'reddit'>
