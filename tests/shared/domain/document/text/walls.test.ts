import { describe, expect, it } from 'vitest'
import { languageOf } from '#shared/domain/document/language.ts'
import { readPage } from '#shared/domain/document/html/page.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { parseDocument } from '#shared/domain/document/parse.ts'

const registry = compileRegistry([
  {
    companyId: 'a',
    ticker: 'MSFT',
    legalName: 'Microsoft Corporation',
    sector: '',
    aliases: ['Microsoft'],
  },
])
const judge = (title: string, markup: string) => {
  const { text, wall } = readPage(
    `<html><head><title>${title}</title></head><body>${markup}</body></html>`,
  )
  const { quality, route } = parseDocument(
    { title, body: text, hasDate: true, tickers: [], aboutWorld: false, wall },
    registry,
  )
  return { ...quality, to: route.to }
}
const prose =
  'Microsoft said on Monday that revenue rose 12 percent in the quarter, as companies bought more of its services than analysts had expected, and raised its forecast.'

describe('a page that is no article', () => {
  it.each([
    [
      'consent_wall',
      'Your choices',
      '<div><h1>Before you read on</h1><p>We and our 842 partners store and/or access information on a device, such as cookies, and process personal data, such as unique identifiers.</p><p>Microsoft is among our partners. You may click to consent to our and our partners’ processing.</p></div>',
    ],
    [
      'consent_wall',
      'Wire',
      '<p>This site uses cookies. Accept all cookies or manage preferences. Microsoft and others may use precise geolocation.</p>',
    ],
    [
      'consent_wall',
      'Yahoo is part of the Yahoo family of brands',
      '<p>When you use our sites we use cookies. If you click Accept all, we and our 237 partners will also use precise geolocation and personal data such as your IP address for personalised advertising. Reject all or manage privacy settings. Microsoft is one of them.</p>',
    ],
    [
      'script_wall',
      'Wire',
      '<p>Please enable JavaScript and cookies to go on to Microsoft news.</p>',
    ],
    ['script_wall', 'Wire', '<p>Your browser is not supported. Microsoft Edge is.</p>'],
    [
      'error_page',
      'Page not found',
      '<p>Microsoft news may be found from our front page today.</p>',
    ],
    ['error_page', 'Sorry, this page can’t be found', '<p>Try our search for Microsoft.</p>'],
    ['error_page', 'Just a moment...', '<p>Checking that you are human before Microsoft news.</p>'],
    [
      'error_page',
      '503 Service Temporarily Unavailable',
      '<p>The server for Microsoft news is busy.</p>',
    ],
    [
      'paywalled',
      'Microsoft raises forecast',
      '<p>Subscribe to continue reading. Already a subscriber? Log in.</p>',
    ],
    ['paywalled', 'Microsoft raises forecast', '<p>This article is for subscribers only.</p>'],
    [
      'paywalled',
      'Microsoft raises forecast',
      '<p>You have reached your free article limit. Start your free trial.</p>',
    ],
  ])('%s: %s %s', (reason, title, markup) => {
    expect(judge(title, markup)).toMatchObject({ reason, confidence: 'low', to: 'nowhere' })
  })
})

describe('a page that gives a part', () => {
  it.each([
    [
      'paywalled',
      `<article><p>${prose} ${prose}</p></article><div class="paywall">Subscribe to continue reading</div>`,
    ],
    [
      'paywalled',
      `<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script><article><p>${prose} ${prose}</p></article>`,
    ],
    ['teaser', `<article><p>${prose} ${prose} And then it …</p></article>`],
    ['teaser', `<article><p>${prose} ${prose}</p><p>It also […]</p></article>`],
  ])('%s: is read, at most medium', (reason, markup) => {
    const quality = judge('Microsoft raises forecast', markup)
    expect(quality).toMatchObject({ reason: null, confidence: 'medium', to: 'extraction' })
    expect(quality.reasons).toContain(reason)
  })

  it('a whole article is high, whatever the page sells', () => {
    const markup = `<article>${Array.from({ length: 12 }, (_, n) => `<p>${n}. ${prose}</p>`).join('')}</article><div class="offer">Subscribe to continue reading our papers</div>`
    expect(judge('Microsoft raises forecast', markup)).toMatchObject({
      confidence: 'high',
      reasons: [],
    })
  })

  it.each([
    'Regulators fine Microsoft over cookies: it had asked no consent to process personal data',
    'Microsoft drops JavaScript from its mail as browsers change',
    'Microsoft not found to have broken the law, says court',
    'Microsoft subscribers rise as premium articles draw readers',
  ])('a headline on the like is news: %s', (title) => {
    expect(judge(title, '')).toMatchObject({ reason: null, to: 'extraction' })
  })
})

describe('the reasons of a score', () => {
  it('say what lowers it', () => {
    const read = (body: string) =>
      parseDocument({ title: '', body, hasDate: false, tickers: [], aboutWorld: false }, registry)
        .quality
    expect(read('Shares rose again today').reasons).toEqual([
      'short_text',
      'no_title',
      'undated',
      'names_no_company',
    ])
    expect(read('Hi').reasons[0]).toBe('too_short')
  })
})

describe('languageOf() on short texts', () => {
  it.each([
    ['Los Angeles sues La Colombe de Paris over coffee', 'en'],
    ['Los Angeles sues La Colombe de Paris', 'und'],
    ['El Paso, Las Vegas, San Diego and Santa Fe lead', 'en'],
    ['Las ventas de la compañía subieron por la demanda', 'es'],
    ['Die Aktie steigt nach den Zahlen um fünf Prozent', 'de'],
    ['Le titre recule après les résultats du groupe', 'fr'],
    ['Il titolo sale dopo i conti del gruppo', 'it'],
    ['Ações da empresa sobem após os resultados do trimestre', 'pt'],
    ['De winst van het bedrijf stijgt door de vraag naar chips', 'nl'],
    ['Akcje spółki rosną po wynikach, które są lepsze od prognoz', 'pl'],
    ['苹果公司公布季度业绩', 'zh'],
    ['トヨタ、業績予想を上方修正', 'ja'],
    ['삼성전자 영업이익 급증', 'ko'],
    ['Газпром увеличил прибыль', 'ru'],
    ['أرباح الشركة ترتفع', 'ar'],
    ['Apple 苹果 beats estimates for iPhone sales', 'en'],
    ['DER KONZERN HAT DIE PROGNOSE FÜR DAS JAHR NICHT ERHÖHT', 'de'],
  ])('%s is %s', (text, language) => expect(languageOf(text)).toBe(language))
})
