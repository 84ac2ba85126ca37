/** What is said beside a signal of a layer; nothing of the company's own. */

export const layerWords = {
  company: '',
  macro: 'of the world',
  competitive: 'of a rival',
} as const
