import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { universeOf } from '#shared/clients/universe/read.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { companiesToFind } from '#shared/domain/universe/securities.ts'

const file = new URL('../../../../bench/sp500.csv', import.meta.url)
const { companies } = universeOf({ bytes: readFileSync(file) })
const match = { ticker: 'MTCH', name: 'Match Group, Inc.', sector: '', aliases: [] }
const registry = compileRegistry(companiesToFind([...companies, match]))

/** Whom each headline is about, and nobody else: those who only tell of others are not. */
const headlines = `
-|Apple pickers strike in Washington over pay
-|Apple season begins early as orchards fill
-|Apple picking draws families to Vermont
-|Apple harvest falls as frost hits growers
-|Apple festival returns to Hendersonville
-|Apple blossoms draw crowds to valley
-|Washington apple exports hit by tariffs
AAPL|Apple season of product launches begins with iPhone
AAPL|Apple picks new supplier for iPhone glass
-|Eaton fire victims sue utility
-|Eaton Canyon trail reopens after blaze
-|Eaton Fire survivors rebuild
ETN|Eaton raises profit forecast on data center demand
-|Hurricane Norton nears Florida coast
-|Chevron Phillips Chemical to build plant in Texas
-|Chevron Phillips names new CEO
CVX|Chevron to cut jobs in Texas
-|Huntington buys Cadence in $7.4 billion deal
-|Cadence Bank profit rises
HBAN|Huntington Bancshares to acquire Cadence for stock
CDNS|Cadence raises forecast on chip design demand
CDNS SNPS|Cadence and Synopsys shares fall on China curbs
-|Coca-Cola Consolidated announces stock split
-|Coca-Cola HBC lifts guidance
-|Coca-Cola Europacific Partners buys back shares
-|Coca-Cola FEMSA profit falls
-|Coca-Cola Bottlers Japan cuts outlook
KO|Coca-Cola raises forecast
-|Jackson loses to Delta in overtime
-|Tigers beat Delta 42-17 in season opener
-|Delta high school wins state title
-|Sacramento-San Joaquin Delta smelt numbers fall
DAL|Delta cuts capacity as fuel costs rise
DAL|Delta beats estimates as travel demand holds
-|Hilton heiress opens a bar in Ibiza
-|Paris Hilton launches perfume
-|Hilton sisters settle suit
-|Hilton Head braces for storm
-|Hilton Grand Vacations profit rises
-|Disney heiress criticizes pay gap
HLT|Hilton raises forecast as travel rebounds
-|State Street protest draws hundreds in Chicago
-|State Street shops close after march in Madison
-|Man shot on State Street in Santa Barbara
STT|State Street profit rises on fees
STT|State Street to buy custody unit
-|Dupont Circle fountain reopens after repairs
-|Dupont Circle bar loses licence
DD|DuPont raises forecast
DD|Dupont to spin off electronics unit
-|UPS and downs of the housing market
-|The UPS and downs of bitcoin
FDX UPS|UPS and FedEx raise rates
-|Job openings climb past 3M for first time
-|Over 3M people lose power in storm
-|Startup raises $3M in seed funding
-|Subscribers top 3M at streaming service
-|City to spend 3M on parks
MMM|3M to pay $6 billion to settle earplug suits
MMM|Jury orders 3M to pay
MMM|Lawsuit hits 3M over earplugs
-|Caterpillar moth invades forests of Ontario
-|The Very Hungry Caterpillar tops bestseller list
-|Caterpillar fungus prices soar in Nepal
CAT|Caterpillar cuts forecast
-|Hewlett-Packard to split into two companies
-|Hewlett-Packard shares fall after Autonomy charge
HPE|Hewlett Packard Enterprise raises forecast
-|US rig count falls for fifth week: Baker Hughes
-|Baker Hughes rig count down by 3
-|US drillers cut oil rigs for third week -Baker Hughes
-|Baker Hughes reports rigs up 5 this week
BKR|Baker Hughes wins LNG order
BKR|Baker Hughes profit beats estimates
NKE|Morgan Stanley upgrades Nike to overweight
NKE|Nike upgraded at Morgan Stanley
NKE|Nike price target raised to $120 from $110 at JPMorgan
NKE|Goldman Sachs initiates Nike with a buy rating
NKE|Citi cuts Nike price target
NKE|Nike downgraded to neutral by Goldman Sachs
NKE|Wells Fargo starts Nike at overweight
NKE|Bank of America reiterates buy on Nike
NKE|Nike stock falls after JPMorgan downgrade
NKE|Nike is a top pick at Citigroup
MS|Morgan Stanley upgraded by Wolfe Research
MS|Morgan Stanley upgraded to buy at Goldman Sachs
MS|Morgan Stanley raises dividend
GS|Goldman Sachs raises pay for juniors
JPM|JPMorgan cuts jobs in mortgage unit
-|Moody's downgrades Turkey to junk
MCO|Moody's profit rises on bond issuance
ADP|ADP raises forecast
CCL|Carnival bookings rise to record
CCL|Carnival bookings surge as cruisers return
CCL|Carnival cruise bookings hit high
-|Carnival season opens in New Orleans
-|Rio Carnival bookings rise at hotels
BRK.B|BRK/B vs BRK/A: which to buy
BRK.B|BRK/A hits record
BRK.B|BRK.A tops $700,000
GE|GE Aerospace raises forecast
DAL GE|GE Aerospace wins engine order from Delta
GEV|GE Vernova wins turbine order
GEHC|GE HealthCare cuts forecast
JKHY|Jack Henry profit rises
JKHY|Jack Henry & Associates names CFO
JKHY|Jack Henry raises dividend
MTCH|Match Group cuts jobs
MTCH|Match Group names new CEO
MTCH|Match Group to buy Hinge
CCL|Carnival Corp bookings rise
`
  .trim()
  .split('\n')
  .map((line) => line.split('|') as [string, string])

test.each(headlines)('%s: %s', (wanted, title) => {
  const found = findMentions(registry, title, title.length).map(({ company }) => company.ticker)
  expect(found.sort().join(' ') || '-').toBe(wanted)
})
