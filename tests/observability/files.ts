/** The rules, their cases and the boards, as they lie in the repository. */

import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
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
const read = (path: string) => readFileSync(path, 'utf8')

export const ruleFiles = listed(RULES, '.yaml')
export const caseFiles = listed(CASES, '.yaml')
export const boardFiles = listed(BOARDS, '.json')

export const rules = ruleFiles.flatMap((path) =>
  (parse(read(path)) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules),
)
export const alerts = rules.filter(({ alert }) => alert !== undefined)
export const cases = caseFiles.flatMap((path) => (parse(read(path)) as { tests: Case[] }).tests)
export const boards = boardFiles.map((path) => ({
  file: path,
  board: JSON.parse(read(path)) as Board,
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

/** What promtool says where something is wrong; empty where nothing is. */
export function promtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
  return status === 0 ? '' : `${stdout}${stderr}`
}
