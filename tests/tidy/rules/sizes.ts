/** How large a module and a function may be, and how a file opens. */

import type { Rule } from './rule.ts'

const LINES_MAX = 200
const FUNCTION_LINES_MAX = 50

export const modulesAreSmall: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    return lines > LINES_MAX ? [`${path} has ${lines} lines; a module stops at ${LINES_MAX}`] : []
  })

/** Functions that begin at the margin; what is nested counts to its parent. */
export const functionsAreSmall: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap(({ path, text }) => {
      const lines = text.split('\n')
      return lines.flatMap((line, start) => {
        const name = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line)?.[1]
        if (!name) return []
        const end = lines.findIndex((later, i) => i > start && later === '}')
        const length = (end === -1 ? lines.length : end) - start + 1
        return length > FUNCTION_LINES_MAX
          ? [`${path}: ${name} has ${length} lines; a function stops at ${FUNCTION_LINES_MAX}`]
          : []
      })
    })

export const filesSayWhatTheyAreFor: Rule = (files) =>
  files
    .filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
    .map(({ path }) => `${path} does not open with what it is for`)
