/** Reads PromQL just far enough to say which metrics, labels and stages it names. */

const WORDS = /^(and|or|unless|by|without|on|ignoring|group_left|group_right|offset|bool|inf|nan)$/i

/** Every metric an expression selects, with the labels it matches on. */
export function selectorsOf(expression: string): { name: string; labels: string[] }[] {
  const noStrings = expression.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
  const bare = noStrings
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')
  return [...bare.matchAll(/([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^}]*\}|\()?/g)].flatMap(
    ([, name = '', rest = '']) => {
      if (rest === '(' || WORDS.test(name)) return []
      return { name, labels: [...rest.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((m) => m[1] ?? '') }
    },
  )
}

/** The names it selects, each once. */
export function namesIn(expression: string): string[] {
  return [...new Set(selectorsOf(expression).map(({ name }) => name))]
}
