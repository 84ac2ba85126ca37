/** Searches the ends of log files that lie beside the API: one a program, one JSON line an event. */

import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  LOG_BYTES_MAX,
  LOG_LEVELS,
  LOG_LINES_MAX,
  type LogLine,
} from '#shared/contracts/api/system.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { plainText } from '#shared/domain/document/text/cut.ts'
import { redact } from '#shared/host/redact.ts'

export type LogsAsked = {
  service: string
  level?: (typeof LOG_LEVELS)[number] | undefined
  trace: string
  words: string
}
type Line = Served<LogLine>
type Found = { lines: Line[]; isMore: boolean; services: string[] }

const FILE = /^([a-z][a-z0-9-]{0,60})\.log$/
const SAYS_MAX = 600

/** None where there is no such folder. Of each file only its end is looked at, so that no search grows with the files. */
export async function searchLogs(folder: string, asked: LogsAsked): Promise<Found> {
  const names = folder === '' ? [] : await readdir(folder).catch(() => [])
  const services = names.flatMap((name) => FILE.exec(name)?.[1] ?? []).sort()
  const wanted = services.filter((service) => asked.service === '' || service === asked.service)
  const ends = await Promise.all(
    wanted.map(async (service) => ({
      service,
      ...(await readEnd(join(folder, `${service}.log`))),
    })),
  )
  const isMeant = matches(asked)
  const lines = ends
    .flatMap(({ service, text }) => linesOf(text, asked).flatMap((line) => readLine(service, line)))
    .filter(isMeant)
    .sort((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0))
  return {
    lines: lines.slice(0, LOG_LINES_MAX),
    isMore: lines.length > LOG_LINES_MAX || ends.some(({ isCut }) => isCut),
    services,
  }
}

/** The end of a file, from a line's beginning on; empty where it went meanwhile. */
async function readEnd(path: string): Promise<{ text: string; isCut: boolean }> {
  const file = await open(path).catch(() => undefined)
  if (!file) return { text: '', isCut: false }
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - LOG_BYTES_MAX)
    const bytes = Buffer.alloc(size - from)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    const text = bytes.toString('utf8', 0, bytesRead)
    return { text: from > 0 ? text.slice(text.indexOf('\n') + 1) : text, isCut: from > 0 }
  } finally {
    await file.close()
  }
}

/** Those that may be meant: the others are not worth reading. */
function linesOf(text: string, { trace, words }: LogsAsked): string[] {
  const [id, asked] = [trace.toLowerCase(), words.toLowerCase()]
  return text
    .split('\n')
    .filter((line) => line.includes(id) && (asked === '' || line.toLowerCase().includes(asked)))
}

/** What is no JSON line of ours is a program's last words, and told as it stands. */
function readLine(service: string, text: string): Line[] {
  if (text.trim() === '') return []
  const found = parsed(text)
  const at = new Date(textIn(found?.['at']))
  const level = LOG_LEVELS.find((one) => one === found?.['level']) ?? null
  const fault = found?.['err'] as { message?: unknown } | undefined
  const said = [found?.['msg'], fault?.message].filter((one) => typeof one === 'string')
  return [
    {
      at: Number.isNaN(at.getTime()) ? null : at,
      service,
      level,
      says: plainText(redact(said.length > 0 ? [...new Set(said)].join(': ') : text), SAYS_MAX),
      traceId: typeof found?.['traceId'] === 'string' ? found['traceId'] : null,
    },
  ]
}

const textIn = (value: unknown) => (typeof value === 'string' ? value : '')

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function matches({ level, trace, words }: LogsAsked): (line: Line) => boolean {
  const least = level === undefined ? -1 : LOG_LEVELS.indexOf(level)
  const asked = words.toLowerCase()
  return (line) =>
    (least < 0 || (line.level !== null && LOG_LEVELS.indexOf(line.level) >= least)) &&
    (trace === '' || line.traceId === trace.toLowerCase()) &&
    (asked === '' || line.says.toLowerCase().includes(asked))
}
