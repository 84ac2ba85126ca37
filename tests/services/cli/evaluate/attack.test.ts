import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { LAB_NOW, openLab } from '../../../../services/cli/evaluate/attack/lab.ts'
import { playAll } from '../../../../services/cli/evaluate/attack/play.ts'
import { storyOn } from '../../../../services/cli/evaluate/attack/telling.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
const folder = mkdtempSync(join(tmpdir(), 'stonks-lab-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const lab = await openLab({ sql, folder, rules })
const SLEPT_ON = { ticker: 'ZSL', name: 'Sorvintane' }
// Before anything is told: the stages look for new companies no oftener than they have to.
await lab.found([SLEPT_ON])

test('four sites make it buy by no strategy, but honest news does', async () => {
  const played = await playAll(lab, { domainsMax: 4, reader: toneReader })
  expect(played.filter(({ least_domains: least }) => least !== null)).toMatchObject([
    { strategy: 'honest_news', is_control: true, least_domains: 3, best: { action: 'buy' } },
    { strategy: 'honest_news_that_stands', is_control: true, least_domains: 2 },
  ])
  const takenOver = played.find(({ strategy }) => strategy === 'two_owners_taken_over')
  expect(takenOver?.best?.suppressions).toEqual(['unseasoned_story'])
  expect(played.find(({ strategy }) => strategy === 'fresh_domains')?.best?.suppressions).toContain(
    'unknown_sources',
  )
}, 120_000)

test('a site earns by telling first what a known owner tells later, and a copy earns nothing', async () => {
  const told = { ...storyOn('Apple', 0), publisher: 'x' }
  const hour = (hours: number) => new Date(LAB_NOW.getTime() + hours * 3_600_000)
  await lab.tell([{ ...told, url: 'https://first.com/1' }], toneReader, LAB_NOW)
  await lab.tell([{ ...told, url: 'https://www.reuters.com/1' }], toneReader, hour(1))
  await lab.tell([{ ...told, url: 'https://copy.com/1' }], toneReader, hour(2))
  await lab.tell([{ ...told, url: 'https://www.cnbc.com/1' }], toneReader, hour(3))
  expect(
    await sql`select domain, stories, confirmed, confirmed_days from publishers
      where domain in ('first.com', 'copy.com') order by domain`,
  ).toEqual([
    { domain: 'copy.com', stories: 0, confirmed: 0, confirmedDays: 0 },
    { domain: 'first.com', stories: 1, confirmed: 1, confirmedDays: 1 },
  ])
})

test('who told first for half a year earns a record, and bears nothing out with it', async () => {
  const day = (days: number, hours = 0) =>
    new Date(LAB_NOW.getTime() + (days * 24 + hours) * 3_600_000)
  for (let days = 0; days < 200; days += 10) {
    const told = {
      publisher: 'x',
      title: `Maldoprene sells ${days + 3} wagons to the railway of district ${days}`,
      text: `The railway of district ${days} ordered ${days + 3} wagons of Maldoprene. Delivery is due in ${days + 5} weeks.`,
    }
    await lab.tell([{ ...told, url: `https://sleeper.com/${days}` }], toneReader, day(days))
    await lab.tell([{ ...told, url: `https://www.reuters.com/${days}` }], toneReader, day(days, 2))
  }
  expect(
    await sql`select confirmed, confirmed_days from publishers where domain = 'sleeper.com'`,
  ).toEqual([{ confirmed: 20, confirmedDays: 20 }])
  const lie = (index: number) => ({
    ...storyOn(SLEPT_ON.name, index),
    url: `https://sleeper.com/lie-${index}`,
    publisher: 'x',
  })
  const owned = (index: number) => ({
    ...storyOn(SLEPT_ON.name, index),
    url: `https://www.reuters.com/true-${index}`,
    publisher: 'Reuters',
  })
  await lab.tell([owned(8), owned(9)], toneReader, day(200))
  await lab.tell([0, 1, 2, 3].map(lie), toneReader, day(200, 1))
  expect(
    await sql`select distinct owner_record from documents where url like '%sleeper.com/lie%'`,
  ).toEqual([{ ownerRecord: 'earned' }])
  const best = await lab.verdict(SLEPT_ON.ticker)
  expect(best).toMatchObject({ action: 'buy', mode: 'informational' })
  expect(best?.suppressions).toContain('unconfirmed_story')
}, 60_000)
