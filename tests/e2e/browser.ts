/** Headless Chromium, and windows in it that collect whatever goes wrong. */

import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { bodyOf } from '../helpers/sign-in.ts'

const CHROMIUM = '/usr/bin/chromium'
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Empty where there is one; otherwise why tests that need it are skipped. */
export const noChromium = existsSync(CHROMIUM)
  ? ''
  : ` (skipped: there is no Chromium at ${CHROMIUM})`

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ARGS })

export type Window = {
  context: BrowserContext
  page: Page
  /** What the page threw or logged as an error. */
  faults: string[]
}

type Looks = { width?: number; colorScheme?: 'light' | 'dark' }

/** A window of somebody who brings nothing along, neither cookies nor keys. */
export async function openWindow(
  browser: Browser,
  { width = 1280, colorScheme = 'light' }: Looks = {},
): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    colorScheme,
    reducedMotion: 'reduce',
  })
  // Others may want the machine too: what is waited for comes, or never does.
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text())
  })
  return { context, page, faults }
}

/** Gives a window the session that a one-time link begins, without the page's own way in. */
export async function signIn({ context }: Window, link: string): Promise<void> {
  const { origin } = new URL(link)
  const answer = await context.request.post(`${origin}/api/access/link`, { data: bodyOf(link) })
  if (!answer.ok()) throw new Error(`Sign in by a link: ${answer.status()} ${await answer.text()}`)
}

/** A passkey of its own for a window: always there, and its person always proves to be there. */
export async function plugAuthenticator({ context, page }: Window): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** By how many pixels a page is wider than its window. */
export const overhang = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
