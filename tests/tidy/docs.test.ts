import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue } from '#shared/contracts/api/catalogue.ts'
import { stageNames } from '#shared/pipeline.ts'
import { databaseRoles } from '#shared/sql/schema/rights.ts'
import { queueUsers } from '#shared/queue/redis/rights.ts'
import { variables } from '#shared/host/variables.ts'
import { isDocument, isProduct, readTree } from './tree.ts'

const documents = readTree(isDocument)
const product = readTree(isProduct)
const textOf = (path: string) => documents.find((file) => file.path === path)?.text ?? ''

/** Rows of a Markdown table whose first cell is code. */
function codeRows(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '')
}

/** Reason and decision codes as the sources write them. */
function codesInSource(): Set<string> {
  const codes = product
    .filter(({ path }) => !path.startsWith('frontend/') && !path.startsWith('services/cli/'))
    .flatMap(({ text }) => [
      ...text.matchAll(/(?:\bcode: |\breason: |PermanentFault\(\s*)'([a-z][a-z0-9_]+)'/g),
    ])
  return new Set(codes.map((match) => match[1] ?? ''))
}

describe('docs/ENVIRONMENT.md', () => {
  test('lists every variable with its default, and no other', () => {
    const rows = Object.entries(variables).map(
      ([name, { default: value, says }]) =>
        `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${says} |`,
    )
    const text = textOf('docs/ENVIRONMENT.md')
    expect(codeRows(text).sort()).toEqual(Object.keys(variables).sort())
    for (const row of rows) expect(text).toContain(row)
  })
})

/** `DAY` and its like stand for what a route calls `:id`; past releases may have named others. */
const routesNamed = documents
  .filter(({ path }) => path.startsWith('docs/'))
  .flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:GET|POST|PUT|DELETE) \/(?:api|risk|registry)\/[^\s`?]+)`/g)].map(
      ([, route = '']) => ({ path, route: route.replace(/\/[A-Z]+\b/, '/:id') }),
    ),
  )

test('every route that a document names is one of the catalogue', () => {
  expect(routesNamed.length).toBeGreaterThan(200)
  expect(routesNamed.filter(({ route }) => !(route in catalogue))).toEqual([])
})

describe('docs/CODES.md', () => {
  const listed = codeRows(textOf('docs/CODES.md'))

  test('explains every code that the sources use', () => {
    expect([...codesInSource()].filter((code) => !listed.includes(code))).toEqual([])
  })

  test('explains no code that the sources do not know', () => {
    const all = product.map(({ text }) => text).join('\n')
    expect(listed.filter((code) => !new RegExp(`['"]${code}['"]|\\b${code}:`).test(all))).toEqual(
      [],
    )
  })
})

/** A path of the tree in a document; what builds make is in none, and guides name what is to be made. */
const PATH =
  /`((?:shared|functions|services|migrations|tests|helm|images|docs|frontend)\/[\w./-]+)`/g
const MADE = /^frontend\/dist|^shared\/sql\/chunks\//

describe('every document', () => {
  test('links only to what exists', () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(join(dirname(path), target)))
        .map((target) => `${path} links to ${target}`),
    )
    expect(broken).toEqual([])
  })

  test('names only paths that exist', () => {
    const broken = documents
      .filter(({ path }) => !path.startsWith('docs/guides/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(PATH)]
          .map((match) => match[1] ?? '')
          .filter((named) => !MADE.test(named) && !existsSync(named))
          .map((named) => `${path} names ${named}`),
      )
    expect(broken).toEqual([])
  })

  test('cites the product alone', () => {
    const texts = readTree((path) => !path.startsWith('tests/tidy/') && !/\.(png|gz)$/.test(path))
    const papers = new Set(texts.map(({ path }) => basename(path)))
    const strangers = texts.flatMap(({ path, text }) => [
      ...[...text.matchAll(/[\w-]+\.md\b/g)].flatMap(([name]) =>
        papers.has(name) ? [] : [`${path} names ${name}`],
      ),
      // Beside the checkout lie recordings that tests may read, and nothing else that is spoken of.
      ...[...text.matchAll(/\.\.\/shared\/([\w-]+)/g)].flatMap(([, folder = '']) =>
        ['data', 'cases'].includes(folder) || existsSync(join('shared', folder))
          ? []
          : [`${path} names ../shared/${folder}`],
      ),
    ])
    expect(strangers).toEqual([])
  })
})

describe('the stage table', () => {
  test('names the folders of functions/, each with a handler and its wiring', () => {
    const folders = new Set(
      product
        .filter(({ path }) => path.startsWith('functions/'))
        .map(({ path }) => path.split('/')[1]),
    )
    expect([...folders].sort()).toEqual([...stageNames].sort())
    for (const stage of stageNames) {
      const files = product.map(({ path }) => path)
      expect(files).toContain(`functions/${stage}/index.ts`)
      expect(files).toContain(`functions/${stage}/handler.ts`)
    }
  })
})

describe('tests/costs.json', () => {
  test('names only files that exist', () => {
    const costs = JSON.parse(readFileSync('tests/costs.json', 'utf8')) as Record<string, number>
    expect(Object.keys(costs).filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('docs/delivery.md', () => {
  test('lists every user of Redis with its rules', () => {
    for (const [name, rules] of Object.entries(queueUsers))
      expect(textOf('docs/delivery.md')).toContain(`| \`${name}\` | \`${rules}\` |`)
  })
})

describe('docs/roles.md', () => {
  test('names every role of the database, and how an admin makes it', () => {
    for (const role of databaseRoles) {
      expect(textOf('docs/roles.md')).toContain(`| \`${role}\` |`)
      expect(textOf('docs/roles.md')).toContain(`create role ${role} login`)
    }
  })
})
