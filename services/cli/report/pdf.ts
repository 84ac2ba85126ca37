/** A report as PDF, printed by a Chromium of this machine. */

import { execFile } from 'node:child_process'
import { accessSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readEnv } from '#shared/host/env.ts'

const PATIENCE_MS = 60_000

/**
 * Prints a page of ours, which fetches nothing; the browser has no network to fetch from either.
 *
 * @throws Error where there is no Chromium, it prints nothing within a minute, or the file cannot be written.
 */
export async function printPdf(html: string, file: string): Promise<void> {
  const chromium = readEnv('CHROMIUM')
  const folder = mkdtempSync(join(tmpdir(), 'stonks-report-'))
  const page = join(folder, 'report.html')
  const printed = join(folder, 'report.pdf')
  const flags = [
    '--headless=new',
    '--disable-gpu',
    // Of a root user it has no sandbox; what it is shown is ours, and holds no script.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--no-first-run',
    '--disable-background-networking',
    '--disable-extensions',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${printed}`,
    `file://${page}`,
  ]
  try {
    writeFileSync(page, html)
    await print(chromium, flags, { printed, file })
    copyFileSync(printed, file)
  } finally {
    // What the browser started may still write to its profile for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function print(
  chromium: string,
  flags: readonly string[],
  { printed, file }: { printed: string; file: string },
): Promise<void> {
  try {
    await promisify(execFile)(chromium, flags, { timeout: PATIENCE_MS })
    // It ends well too where it could write nothing.
    accessSync(printed)
  } catch (cause) {
    const { code, syscall = '' } = cause as NodeJS.ErrnoException
    const isMissing = code === 'ENOENT' && syscall.startsWith('spawn')
    throw isMissing
      ? new Error(
          `No Chromium is here as "${chromium}": name one in CHROMIUM, or write --html FILE`,
        )
      : new Error(`Print ${file}: ${chromium} made no PDF`, { cause })
  }
}
