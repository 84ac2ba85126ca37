/** Codes and terms as the documents explain them. */

import codes from '../../../../../docs/CODES.md?raw'
import terms from '../../../../../docs/GLOSSARY.md?raw'
import { readEntries, type Entry } from './read-entries.ts'

export const entries: readonly Entry[] = [
  ...readEntries(codes, 'Codes'),
  ...readEntries(terms, 'Terms'),
]
