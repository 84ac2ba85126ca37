/**
 * Goal: who has a key comes in, who has not does not, and nobody is offered what would be refused.
 * Method: Chromium with an authenticator of its own before a running query-api, as a person would.
 */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids } from '../services/query-api/fixture-base.ts'
import { launch, noChromium, openWindow, plugAuthenticator, signIn } from './browser.ts'
import { startPage, type PageServer } from './page-server.ts'
import { until } from './platform.ts'

const ADA = { name: 'Ada', role: 'viewer' } as const
const BUTTONS_OF_OPERATORS = /^(Pause|Resume|Replay|Invite|Change|New link)/

describe.skipIf(noChromium)(`doors of the page${noChromium}`, () => {
  let server: PageServer
  let browser: Browser

  beforeAll(async () => {
    server = await startPage({ isFilled: true })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const heading = (page: Page, name: string) =>
    page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click()

  /** By the link, the whole way through: a key, codes that are kept, the overview. */
  async function enrol(page: Page, link: string): Promise<void> {
    await page.goto(link)
    await heading(page, 'Your key')
    await page.getByLabel('Name of the key').fill('Test key')
    await press(page, 'Add a passkey')
    await press(page, 'Make recovery codes')
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor()
    await page.getByLabel('I have saved them').check()
    await press(page, 'Go on')
    await page.getByText('Equity is up').waitFor()
  }

  /** Lets the use of a passkey grow old, as five minutes would. */
  async function forgetStepUp(page: Page): Promise<void> {
    await server.sql`update sessions set stepped_up_at = stepped_up_at - interval '6 minutes'`
    await page.context().clearCookies({ name: 'stonks_access' })
    await until('the step-up to be over', 30_000, () =>
      page.evaluate(async () => {
        const renewal = { method: 'POST', headers: { 'content-type': 'application/json' } }
        await fetch('/api/access/refresh', { ...renewal, body: '{}' })
        const me = (await (await fetch('/api/access/me')).json()) as { steppedUpUntil: unknown }
        return me.steppedUpUntil === null ? true : undefined
      }),
    )
  }

  test('a link enrols a key once, and leaves neither the address nor the history with its secret', async () => {
    const window = await openWindow(browser)
    const { page, context } = window
    await plugAuthenticator(window)
    const link = await server.link({ name: 'Grace', role: 'admin' })
    await enrol(page, link)
    expect(page.url()).not.toContain('#')
    await page.goBack()
    expect(page.url()).not.toContain(new URL(link).hash)

    const other = await openWindow(browser)
    await other.page.goto(link)
    await other.page.getByText('The link did not work').waitFor()
    await other.context.close()
    await context.close()
  })

  test('a key signs in, and confirms what raises what somebody may do', async () => {
    const window = await openWindow(browser)
    const { page, context } = window
    await plugAuthenticator(window)
    await enrol(page, await server.link({ name: 'Barbara', role: 'admin' }))
    await server.link(ADA)

    await press(page, 'Sign out')
    await heading(page, 'Sign in')
    expect((await context.request.get(`${server.url}/api/overview`)).status()).toBe(401)
    await press(page, 'Sign in with a passkey')
    await page.getByText('Equity is up').waitFor()

    await forgetStepUp(page)
    await page.goto(`${server.url}/people`)
    await press(page, 'Change Ada')
    const form = page.getByRole('dialog', { name: 'Change Ada', exact: true })
    await form.getByLabel('Role').selectOption('operator')
    await form.getByRole('button', { name: 'Change Ada' }).click()
    const question = page.getByRole('dialog', { name: /confirm with your passkey/ })
    await question.getByText('Role of Ada: viewer → operator').waitFor()
    await question.getByRole('button', { name: 'Leave as it is' }).click()
    await form.getByText('Nothing changed: it was not confirmed').waitFor()
    expect(await roleOf('Ada')).toBe('viewer')

    // What was chosen is still there.
    await form.getByRole('button', { name: 'Change Ada' }).click()
    await question.getByRole('button', { name: 'Confirm with passkey' }).click()
    await form.waitFor({ state: 'detached' })
    expect(await roleOf('Ada')).toBe('operator')

    await page.getByRole('link', { name: 'Audit' }).click()
    const rows = page.getByRole('list', { name: 'Changes' }).getByRole('listitem')
    const change = rows.filter({ hasText: 'Barbara changes what a person may do' })
    const made = change.filter({ hasNotText: 'Refused' })
    await made.getByText('role: viewer → operator').waitFor()
    // What was asked for before it was confirmed stands there as well.
    const refused = change.filter({ hasText: 'Refused' }).first()
    await refused.getByText('role: viewer → operator').waitFor()
    await press(page, 'Check the chain')
    await page.getByText('● Whole').waitFor()
    await context.close()
  })

  test('a token that is revoked opens nothing, and a key that is removed signs nobody in', async () => {
    const window = await openWindow(browser)
    const { page, context } = window
    await plugAuthenticator(window)
    await enrol(page, await server.link({ name: 'Mary', role: 'operator' }))

    await page.goto(`${server.url}/tokens`)
    await press(page, 'Make a token')
    await page.getByLabel('What it is for').fill('nightly')
    await page.getByRole('dialog').getByRole('button', { name: 'Make the token' }).click()
    const token = (await page.getByRole('dialog').locator('output').textContent())!.trim()
    await press(page, 'I have it')
    const asking = { headers: { authorization: `Bearer ${token}` } }
    const ask = async () => (await fetch(`${server.url}/api/orders`, asking)).status
    expect(await ask()).toBe(200)
    await press(page, 'Revoke the token nightly')
    await page.getByText('revoked').waitFor()
    expect(await ask()).toBe(401)

    await page.goto(`${server.url}/keys`)
    await press(page, 'Remove the key Test key')
    await page.getByText('No key yet').waitFor()
    await press(page, 'Sign out')
    await heading(page, 'Sign in')
    await press(page, 'Sign in with a passkey')
    await page.getByText(/^Not signed in/).waitFor()
    expect((await context.request.get(`${server.url}/api/orders`)).status()).toBe(401)
    await context.close()
  })

  test('whose session is ended elsewhere signs in again where they were, with what they typed', async () => {
    const window = await openWindow(browser)
    const { page, context } = window
    await plugAuthenticator(window)
    await enrol(page, await server.link({ name: 'Katherine', role: 'operator' }))
    await page.goto(`${server.url}/orders`)
    await page.getByRole('button', { name: /^Pause/ }).click()
    await page.getByLabel('Reason, kept in the audit trail').fill('half a sentence')

    const admin = await openWindow(browser)
    await signIn(admin, await server.link())
    await admin.page.goto(`${server.url}/keys`)
    await admin.page.getByRole('button', { name: /^End the session of Katherine/ }).click()
    await admin.page
      .getByRole('button', { name: /^End the session of Katherine/ })
      .waitFor({ state: 'detached' })
    await admin.context.close()

    expect((await context.request.get(`${server.url}/api/orders`)).status()).toBe(401)
    const refreshed = await context.request.post(`${server.url}/api/access/refresh`, { data: {} })
    expect(refreshed.status()).toBe(401)
    await page.getByText(/Your session has ended/).waitFor({ timeout: 30_000 })
    await press(page, 'Sign in with a passkey')
    await page.getByText(/Your session has ended/).waitFor({ state: 'detached' })
    expect(new URL(page.url()).pathname).toBe('/orders')
    expect(await page.getByLabel('Reason, kept in the audit trail').inputValue()).toBe(
      'half a sentence',
    )
    await context.close()
  })

  test('two tabs renew a session that ran out once, and stay in', async () => {
    const window = await openWindow(browser)
    await signIn(window, await server.link())
    const { context, page } = window
    const other = await context.newPage()
    await page.goto(`${server.url}/orders`)
    await other.goto(`${server.url}/decisions`)
    await Promise.all(
      [page, other].map((tab) => tab.getByRole('button', { name: /^Pause/ }).waitFor()),
    )
    let renewals = 0
    await context.route('**/api/access/refresh', async (route) => {
      renewals += 1
      await until('the other tab to wait for its turn', 25_000, () =>
        page.evaluate(async () => {
          const { held, pending } = await navigator.locks.query()
          const isHere = [held, pending].every((turns) =>
            turns.some(({ name }) => name === 'stonks-renewal'),
          )
          return isHere || undefined
        }),
      )
      await route.continue()
    })
    await context.clearCookies({ name: 'stonks_access' })
    await Promise.all([
      page.getByRole('link', { name: 'Documents' }).click(),
      other.getByRole('link', { name: 'Companies' }).click(),
    ])
    await page.getByText('12 documents').waitFor()
    await other.getByText('Exxon Mobil Corporation').waitFor()
    expect(renewals).toBe(1)
    expect(await page.getByText('Sign in').count()).toBe(0)
    await context.close()
  })

  test('news go on after the door of the stream was closed once', async () => {
    const window = await openWindow(browser, { width: 1600 })
    await signIn(window, await server.link())
    const { page, context } = window
    let knocks = 0
    await page.route(/\/api\/live\b/, (route) => {
      knocks += 1
      return knocks === 1
        ? route.fulfill({ status: 401, json: { detail: 'Sign in first', code: 'sign_in' } })
        : route.continue()
    })
    await page.goto(`${server.url}/orders`)
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 })
    expect(knocks).toBe(2)
    await context.close()
  })

  test('a browser opens one stream for all its tabs, and the next tab goes on with it', async () => {
    const window = await openWindow(browser, { width: 1600 })
    await signIn(window, await server.link())
    const { page, context } = window
    let streams = 0
    context.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/live') streams += 1
    })
    const isLive = (tab: Page) => tab.getByText('Live', { exact: true }).waitFor()
    await page.goto(`${server.url}/orders`)
    await isLive(page)
    const tabs: Page[] = []
    // A browser has six connections to a server: streams of as many tabs would take them all.
    for (let place = 0; place < 8; place += 1) {
      const tab = await context.newPage()
      await tab.goto(`${server.url}/documents`)
      await isLive(tab)
      tabs.push(tab)
    }
    expect(streams).toBe(1)
    await page.close()
    const last = tabs.at(-1)!
    await until('another tab to listen', 20_000, () => Promise.resolve(streams > 1 || undefined))
    await isLive(last)
    await server.sql`update documents set title = 'Told to all', status_at = status_at + interval '1 hour'
      where document_id = ${ids.document(1)}`
    await last.getByText('Told to all').first().waitFor({ timeout: 10_000 })
    await context.close()
  })

  test('a viewer is offered nothing that would be refused, and asks for nothing that is', async () => {
    const window = await openWindow(browser)
    const { page, context } = window
    const refused: string[] = []
    page.on('response', (answer) => {
      if (answer.status() === 403) refused.push(answer.url())
    })
    await signIn(window, await server.link({ name: 'Vera', role: 'viewer' }))
    for (const path of ['/', '/pipeline', '/orders', '/keys', '/tokens', '/people', '/audit']) {
      await page.goto(server.url + path)
      await page.getByLabel('Mode').filter({ hasText: 'SIMULATED' }).waitFor()
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
      expect(await page.getByRole('button', { name: BUTTONS_OF_OPERATORS }).count(), path).toBe(0)
    }
    await page.getByText('Only an operator may read this').waitFor()
    const rail = page.getByRole('navigation', { name: 'Pages' })
    await rail.getByText('Keys and sessions').waitFor()
    expect(await rail.getByText('Audit').count()).toBe(0)
    expect(await rail.getByText('Users and roles').count()).toBe(0)
    expect(refused).toEqual([])
    await context.close()
  })

  async function roleOf(name: string): Promise<string | undefined> {
    const [person] = await server.sql<{ role: string }[]>`
      select role from people where name = ${name}`
    return person?.role
  }
})
