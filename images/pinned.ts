/** Whether an image is built on what was looked at: a base by its digest, or one made here. */

import { readFileSync } from 'node:fs'

/** The base that a Containerfile names itself. */
export function ownBaseOf(containerfile: string): string {
  const base = /^ARG BASE=(\S+)$/m.exec(readFileSync(containerfile, 'utf8'))?.[1]
  if (base === undefined) throw new Error(`${containerfile} names no base`)
  return base
}

/** What is wrong with building on a base, in words; undefined where nobody can move it. */
export function unpinned(image: string, base: string): string | undefined {
  if (base === 'own' || /@sha256:[0-9a-f]{64}$/.test(base)) return undefined
  return `${image}: its base ${base} is named by a tag, which may be moved; --base NAME@sha256:… pins it`
}
