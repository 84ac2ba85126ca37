/** The rules, their cases and the boards, as they lie in the repository. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'

export type Rule = {
  alert?: string
  record?: string
  expr: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
}
export type Case = {
  name: string
  alert_rule_test: { alertname: string; exp_alerts: unknown[] }[]
}
export type Panel = {
  id: number
  type: string
  title: string
  description?: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { expr: string; legendFormat: string }[]
  fieldConfig?: { defaults: { unit?: string } }
  links?: { url: string }[]
}
export type Board = {
  uid: string
  title: string
  panels: Panel[]
  links: { url?: string }[]
  templating: { list: { name: string }[] }
}

const RULES = 'helm/files/rules'
const BOARDS = 'helm/files/boards'
const CASES = 'tests/observability'

const listed = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`)
const values = parse(readFileSync('helm/values.yaml', 'utf8')) as {
  global: { stages: object }
  services: object
}
const names = (table: object) => Object.keys(table).toSorted().join('|')
/** A file as the chart makes it: with the names of the values' tables. */
export const readAsMade = (path: string) =>
  readFileSync(path, 'utf8')
    .replaceAll('STAGES', names(values.global.stages))
    .replaceAll('SERVICES', names(values.services))

export const ruleFiles = listed(RULES, '.yaml')
export const caseFiles = listed(CASES, '.yaml')
export const boardFiles = listed(BOARDS, '.json')

export const rules = ruleFiles.flatMap((path) =>
  (parse(readAsMade(path)) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules),
)
export const alerts = rules.filter(({ alert }) => alert !== undefined)
export const cases = caseFiles.flatMap(
  (path) => (parse(readAsMade(path)) as { tests: Case[] }).tests,
)
export const boards = boardFiles.map((path) => ({
  file: path,
  board: JSON.parse(readAsMade(path)) as Board,
}))

/** Whether Prometheus' own tool is here. */
export const hasPromtool = (() => {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** A folder with the rules and their cases as the chart makes them, laid out as here. */
export function renderRules(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-rules-'))
  for (const path of [...ruleFiles, ...caseFiles]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), readAsMade(path))
  }
  return folder
}

/** What promtool says of files in a folder where something is wrong; empty where nothing is. */
export function promtool(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8', cwd: folder })
  return status === 0 ? '' : `${stdout}${stderr}`
}
