/** What is exported stands once and is used; files and folders are named alike. */

import { isProduct } from '../tree.ts'
import type { Rule } from './rule.ts'

/** Names that every one of a kind of files exports. */
const ALIKE: readonly [name: RegExp, path: RegExp][] = [
  [/^(Deps|Effects)$/, /^functions\/[^/]+\/handler\.ts$/],
  [/^command$/, /^services\/cli\/commands\//],
  [/^routes$/, /^services\/[^/]+\/routes\.ts$/],
]

const EXPORT =
  /^export (?:declare )?(?:async )?(?:function\*?|const|let|type|class|interface) (\w+)/gm

/** A schema and its type may share a name within one file. */
export const namesStandOnce: Rule = (files) => {
  const places = new Map<string, Set<string>>()
  for (const { path, text } of files) {
    if (!/^(shared|functions|services)\//.test(path)) continue
    for (const [, name = ''] of text.matchAll(EXPORT)) {
      if (ALIKE.some(([alike, where]) => alike.test(name) && where.test(path))) continue
      places.set(name, (places.get(name) ?? new Set()).add(path))
    }
  }
  return [...places]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `${name} is exported by ${[...paths].join(' and ')}`)
}

const VALUE = /^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm

/** A value is exported for another file; its type may be named by whoever holds one. */
export const exportsAreUsed: Rule = (files) => {
  const places = new Map<string, Set<string>>()
  for (const { path, text } of files)
    for (const [word] of text.matchAll(/\w+/g))
      places.set(word, (places.get(word) ?? new Set()).add(path))
  return files
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(VALUE)]
        .filter(([, name = '']) => (places.get(name)?.size ?? 0) < 2)
        .map(([, name]) => `${path} exports ${name}, which no other file names`),
    )
}

export const namesAreKebabCase: Rule = (files) =>
  files.flatMap(({ path }) => {
    const parts = path.split('/').filter((part) => part !== '')
    const wrong = parts.find((part) => !/^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(part))
    return wrong ? [`${path}: "${wrong}" is not kebab-case`] : []
  })

export const namesSayTheThing: Rule = (files) =>
  files
    .filter(
      ({ path }) =>
        path.startsWith('shared/') &&
        /(^|[/-])(utils?|helpers?|common|manager|misc)([./-]|$)/.test(path),
    )
    .map(({ path }) => `${path}: name the thing`)
