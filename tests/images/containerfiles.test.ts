/** What every Containerfile keeps to. */

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ownBaseOf, unpinned } from '../../images/pinned.ts'

type Rule = (text: string) => boolean

/** Instructions with their arguments, continued lines joined, comments left out. */
function instructions(text: string): [name: string, rest: string][] {
  return text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? []
      return [name, rest]
    })
}

const restsOf = (text: string, wanted: string) =>
  instructions(text).flatMap(([name, rest]) => (name === wanted ? [rest] : []))

const rules: Record<string, { holds: Rule; breach: (text: string) => string }> = {
  'builds on ARG BASE, a short name with a tag that stays': {
    holds: (text) =>
      restsOf(text, 'ARG').some((rest) =>
        /^BASE=[a-z0-9-]+(\/[a-z0-9-]+)?:(?!latest)\S+$/.test(rest),
      ),
    breach: (text) => text.replace(/^ARG BASE=.*$/m, 'ARG BASE=node:latest'),
  },
  'has no other base': {
    holds: (text) => restsOf(text, 'FROM').every((rest) => /^\$\{BASE\}( AS [a-z]+)?$/.test(rest)),
    breach: (text) => text.replace('FROM ${BASE}', 'FROM debian:12'),
  },
  'ends as a user that is not root, by number': {
    holds: (text) => /^65532:65532$/.test(restsOf(text, 'USER').at(-1) ?? ''),
    breach: (text) => `${text}USER root\n`,
  },
  'fetches nothing from an address': {
    holds: (text) =>
      restsOf(text, 'ADD').length === 0 &&
      !/https?:|\b(curl|wget)\b/.test(restsOf(text, 'RUN').join()),
    breach: (text) => `${text}ADD https://example.com/x /x\n`,
  },
  'installs only what it pins': {
    holds: (text) =>
      restsOf(text, 'RUN').every(
        (rest) =>
          !/\b(apt|apt-get|apk|npm)\b/.test(rest) &&
          (!/\bpip install\b/.test(rest) || (rest.match(/[\w\]]==\d/g) ?? []).length > 0),
      ),
    breach: (text) => `${text}RUN pip install trino\n`,
  },
  'starts its program without a shell between': {
    holds: (text) => {
      const entries = restsOf(text, 'ENTRYPOINT')
      return entries.length <= 1 && entries.every((entry) => Array.isArray(JSON.parse(entry)))
    },
    breach: (text) => text.replace(/^ENTRYPOINT .*$/m, 'ENTRYPOINT [] && true'),
  },
  'says what it is': {
    holds: (text) => /org\.opencontainers\.image\.title=/.test(restsOf(text, 'LABEL').join()),
    breach: (text) => text.replace('org.opencontainers.image.title', 'title'),
  },
}

describe.each(globSync('images/*.Containerfile').sort())('%s', (file) => {
  const text = readFileSync(file, 'utf8')

  test.each(Object.entries(rules))('%s', (_, { holds }) => {
    expect(holds(text)).toBe(true)
  })
})

test.each(globSync('images/*.Containerfile').sort())(
  'the base of %s is named where it can be moved',
  (file) => {
    const base = ownBaseOf(file)
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`
    if (!base.includes('@sha256:')) {
      expect(unpinned('x', base)).toBe(
        `x: its base ${base} is named by a tag, which may be moved; --base NAME@sha256:… pins it`,
      )
    }
    expect(unpinned('x', `${base}@${digest}`)).toBeUndefined()
    expect(unpinned('x', `${base}@sha256:0`)).toBeDefined()
    expect(unpinned('x', 'own')).toBeUndefined()
  },
)

describe('a breach is seen', () => {
  const text = readFileSync('images/node.Containerfile', 'utf8')
  const seen = (holds: Rule, broken: string) => {
    try {
      return !holds(broken)
    } catch {
      return true
    }
  }

  test.each(Object.entries(rules))('%s', (_, { holds, breach }) => {
    expect(breach(text)).not.toBe(text)
    expect(seen(holds, breach(text))).toBe(true)
  })
})
