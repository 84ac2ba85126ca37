/** What monitoring.enabled installs: what is scraped, alerts and boards, and their links. */

import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readAsMade } from '../observability/files.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'
import { faultsOf } from './validate.ts'

type Rule = { alert?: string; annotations?: Record<string, string> }
type Rules = { groups: { name: string; rules: Rule[] }[] }
type Board = {
  links: { url?: string }[]
  panels: { links?: { url: string }[] }[]
  templating: { list: { name: string; query: unknown }[] }
}

const FILES = 'helm/files'
const URL_OF_DOCS = 'https://git.example.com/stonks/docs'
const on = (set: Record<string, string> = {}) =>
  render({ set: { ...REQUIRED, 'monitoring.enabled': 'true', ...set } })
const ours = (objects: readonly KubernetesObject[]) =>
  objects.filter(
    ({ kind, metadata }) =>
      /^(ServiceMonitor|PodMonitor|PrometheusRule)$/.test(kind) ||
      metadata.labels?.['grafana_dashboard'] !== undefined,
  )
const kinds = (objects: readonly KubernetesObject[]) =>
  ours(objects).map(({ kind, metadata }) => `${kind}/${metadata.name}`)
const rulesOf = (objects: readonly KubernetesObject[]) =>
  ours(objects).filter(({ kind }) => kind === 'PrometheusRule')
const boardsOf = (objects: readonly KubernetesObject[]) =>
  ours(objects)
    .filter(({ kind }) => kind === 'ConfigMap')
    .map((object) => JSON.parse(Object.values(object['data'] as object)[0] as string) as Board)

describe.skipIf(noHelm)('monitoring (needs helm from npm)', () => {
  test('is not installed unless asked for, and each part can be left out', async () => {
    expect(kinds(await render({ set: REQUIRED }))).toEqual([])
    expect(
      kinds(
        await on({ 'monitoring.rules.enabled': 'false', 'monitoring.boards.enabled': 'false' }),
      ),
    ).toEqual(['ServiceMonitor/query-api'])
  })

  test('asks query-api, by a port and labels that its Service has', async () => {
    const objects = await on({ 'monitoring.scrapeInterval': '30s' })
    const monitor = objects.find(({ kind }) => kind === 'ServiceMonitor')!
    const { selector, endpoints } = monitor['spec'] as {
      selector: { matchLabels: Record<string, string> }
      endpoints: { port: string; path: string; interval: string }[]
    }
    const services = objects.filter(
      ({ kind, metadata }) =>
        kind === 'Service' &&
        Object.entries(selector.matchLabels).every(
          ([key, value]) => metadata.labels?.[key] === value,
        ),
    )
    expect(services.map(({ metadata }) => metadata.name)).toEqual(['query-api'])
    const { ports } = services[0]!['spec'] as { ports: { name: string }[] }
    expect(ports.map(({ name }) => name)).toContain(endpoints[0]?.port)
    const credentials = { name: 'stonks-core-secrets', key: 'METRICS_TOKEN' }
    expect(endpoints).toEqual([
      { port: 'http', path: '/metrics', interval: '30s', authorization: { credentials } },
    ])
  })

  test('is refused without the token that query-api asks for', async () => {
    await expect(on({ 'global.secrets.core.METRICS_TOKEN': '' })).rejects.toThrow(
      /global\.secrets\.core\.METRICS_TOKEN: expected a value, found none/,
    )
    await expect(on({ 'global.secrets.core.METRICS_TOKEN': 'short' })).rejects.toThrow(
      /METRICS_TOKEN: Does not match pattern/,
    )
    const named = { 'global.secrets.core.existingSecret': 'vault-core' }
    const monitor = (await on(named)).find(({ kind }) => kind === 'ServiceMonitor')
    expect(JSON.stringify(monitor)).toContain('"name":"vault-core"')
  })

  test('are objects that a cluster takes, with the labels that Prometheus asks for', async () => {
    const objects = ours(await on({ 'monitoring.labels.release': 'prometheus' }))
    const faults = await Promise.all(objects.map(faultsOf))
    expect(faults.flat()).toEqual([])
    for (const { kind, metadata } of objects)
      if (kind !== 'ConfigMap') expect(metadata.labels?.['release']).toBe('prometheus')
  })

  test('rules are the files, word for word, with a link where there is somewhere to link to', async () => {
    const files = readdirSync(`${FILES}/rules`)
    const plain = rulesOf(await on())
    expect(plain.map(({ metadata }) => `${metadata.name}.yaml`)).toEqual(
      files.map((file) => `stonks-${file}`),
    )
    expect(plain.map(({ spec }) => spec)).toEqual(
      files.map((file) => parse(readAsMade(`${FILES}/rules/${file}`)) as Rules),
    )
    const linked = rulesOf(await on({ 'monitoring.runbooksUrl': URL_OF_DOCS }))
    const alerts = linked
      .flatMap(({ spec }) => (spec as Rules).groups)
      .flatMap(({ rules }) => rules)
      .filter(({ alert }) => alert !== undefined)
    for (const { annotations } of alerts)
      expect(annotations?.['runbook_url']).toBe(
        annotations?.['runbook']?.replace('docs', URL_OF_DOCS),
      )
  })

  test('boards are the files; links lead to the documents, or are left out', async () => {
    const files = readdirSync(`${FILES}/boards`)
    const linked = boardsOf(await on({ 'monitoring.runbooksUrl': URL_OF_DOCS }))
    expect(linked).toEqual(
      files.map((file) =>
        JSON.parse(readAsMade(`${FILES}/boards/${file}`).replaceAll('RUNBOOKS_URL', URL_OF_DOCS)),
      ),
    )
    const plain = boardsOf(await on())
    expect(plain).toHaveLength(files.length)
    expect(plain.flatMap(({ links }) => links).filter(({ url }) => url)).toEqual([])
    expect(plain.flatMap(({ panels }) => panels).filter(({ links }) => links)).toEqual([])
  })

  test('a link that is none is refused', async () => {
    await expect(on({ 'monitoring.runbooksUrl': 'docs' })).rejects.toThrow(/runbooksUrl/)
  })
})
