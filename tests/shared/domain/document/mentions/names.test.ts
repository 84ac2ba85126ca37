import { describe, expect, it } from 'vitest'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { coreOf, namesOf } from '#shared/domain/document/mentions/names.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'

/** Ticker, the name as the SEC lists it, and what news calls the company. */
const listed = `
AAPL | Apple Inc. | Apple
MSFT | MICROSOFT CORP | Microsoft
INTC | INTEL CORP | Intel
NVDA | NVIDIA CORP | Nvidia
IBM | INTERNATIONAL BUSINESS MACHINES CORP | IBM
CSCO | CISCO SYSTEMS, INC. | Cisco
QCOM | QUALCOMM INC/DE | Qualcomm
MU | MICRON TECHNOLOGY INC | Micron
AMD | ADVANCED MICRO DEVICES INC | AMD
ORCL | ORACLE CORP | Oracle
AMZN | AMAZON COM INC | Amazon
NKE | NIKE, Inc. | Nike
MCD | MCDONALDS CORP | McDonald's
F | FORD MOTOR CO | Ford
GM | General Motors Co | GM
SBUX | STARBUCKS CORP | Starbucks
TGT | TARGET CORP | Target
HD | HOME DEPOT, INC. | Home Depot
FB | FACEBOOK INC | Facebook
GOOGL | Alphabet Inc. | Alphabet
NFLX | NETFLIX INC | Netflix
DIS | Walt Disney Co | Disney
CMCSA | COMCAST CORP | Comcast
T | AT&T INC. | AT&T
VZ | VERIZON COMMUNICATIONS INC | Verizon
TWTR | TWITTER, INC. | Twitter
JPM | JPMORGAN CHASE & CO | JPMorgan
GS | GOLDMAN SACHS GROUP INC | Goldman Sachs
BAC | BANK OF AMERICA CORP /DE/ | Bank of America
WFC | WELLS FARGO & COMPANY/MN | Wells Fargo
C | CITIGROUP INC | Citigroup
MS | MORGAN STANLEY | Morgan Stanley
BLK | BlackRock Inc. | BlackRock
JNJ | JOHNSON & JOHNSON | Johnson & Johnson
PFE | PFIZER INC | Pfizer
MRK | Merck & Co., Inc. | Merck
ABBV | AbbVie Inc. | AbbVie
CVS | CVS HEALTH Corp | CVS
UNH | UNITEDHEALTH GROUP INC | UnitedHealth
GILD | GILEAD SCIENCES, INC. | Gilead
BA | BOEING CO | Boeing
GE | GENERAL ELECTRIC CO | GE
LMT | LOCKHEED MARTIN CORP | Lockheed
FDX | FEDEX CORP | FedEx
UPS | UNITED PARCEL SERVICE INC | UPS
CAT | CATERPILLAR INC | Caterpillar
DAL | DELTA AIR LINES, INC. | Delta Air
UAL | United Airlines Holdings, Inc. | United Airlines
XOM | EXXON MOBIL CORP | Exxon
CVX | CHEVRON CORP | Chevron
COP | CONOCOPHILLIPS | ConocoPhillips
OXY | OCCIDENTAL PETROLEUM CORP /DE/ | Occidental
WMT | Walmart Inc. | Walmart
KO | COCA COLA CO | Coca-Cola
PEP | PEPSICO INC | PepsiCo
PG | PROCTER & GAMBLE Co | Procter & Gamble
PM | Philip Morris International Inc. | Philip Morris
DD | DuPont de Nemours, Inc. | DuPont
NEM | NEWMONT Corp /DE/ | Newmont
FCX | FREEPORT-MCMORAN INC | Freeport
DUK | Duke Energy CORP | Duke Energy
NEE | NEXTERA ENERGY INC | NextEra
AMT | AMERICAN TOWER CORP /MA/ | American Tower
SPG | SIMON PROPERTY GROUP INC /DE/ | Simon Property
BRK.B | BERKSHIRE HATHAWAY INC /DE/ | Berkshire Hathaway
LLY | ELI LILLY & Co | Eli Lilly
BBY | BEST BUY CO INC | Best Buy
SCHW | SCHWAB CHARLES CORP | Charles Schwab
JBHT | HUNT J B TRANSPORT SERVICES INC | J.B. Hunt
DHI | HORTON D R INC /DE/ | D.R. Horton
WRB | BERKLEY W R CORP | W. R. Berkley
TROW | PRICE T ROWE GROUP INC | T. Rowe Price
AOS | SMITH A O CORP | A.O. Smith
LOW | LOWES COMPANIES INC | Lowe’s
MCO | MOODYS CORP /DE/ | Moody’s
ORLY | O REILLY AUTOMOTIVE INC | O'Reilly Automotive
USB | US BANCORP \\DE\\ | U.S. Bancorp
TJX | TJX COMPANIES INC /DE/ | TJX
VRTX | VERTEX PHARMACEUTICALS INC / MA | Vertex Pharmaceuticals
CRH | CRH PUBLIC LTD CO | CRH
EL | ESTEE LAUDER COMPANIES INC | Estée Lauder
META | Meta Platforms, Inc. Class A | Meta Platforms
TTD | Trade Desk, Inc. | The Trade Desk
NXPI | NXP Semiconductors N.V. | NXP
LULU | lululemon athletica inc. | Lululemon
EBAY | EBAY INC | eBay
ADM | Archer-Daniels-Midland Co | Archer Daniels Midland
HIG | HARTFORD FINANCIAL SERVICES GROUP, INC. | Hartford Financial
RIO | RIO TINTO PLC | Rio Tinto
TM | TOYOTA MOTOR CORP/ | Toyota
BABA | Alibaba Group Holding Ltd | Alibaba
`
  .trim()
  .split('\n')
  .map((line) => line.split(' | ') as [string, string, string])

const companyOf = (ticker: string, legalName: string) => ({
  companyId: ticker,
  ticker,
  legalName,
  sector: '',
  aliases: [],
})
const registry = compileRegistry(listed.map(([ticker, name]) => companyOf(ticker, name)))
const tickersIn = (text: string) =>
  findMentions(registry, text, text.length).map(({ company }) => company.ticker)

describe('an official name alone', () => {
  it.each(listed)('finds %s, which is listed as %s, by %s', (ticker, _name, said) => {
    expect(tickersIn(`${said} to cut 500 jobs as sales slow`)).toEqual([ticker])
    expect(tickersIn(`Analysts ask what ${said} will do next`)).toEqual([ticker])
    expect(tickersIn(`Workers at ${said.replaceAll("'", '’')} vote on pay`)).toEqual([ticker])
  })
})

describe('a spelling that can be derived', () => {
  it.each([
    ['ExxonMobil', 'XOM'],
    ['Exxon-Mobil', 'XOM'],
    ['EXXON MOBIL', 'XOM'],
    ['Wal-Mart', 'WMT'],
    ['WalMart', 'WMT'],
    ['JP Morgan', 'JPM'],
    ['J.P. Morgan', 'JPM'],
    ['J. P. Morgan Chase', 'JPM'],
    ['Coca Cola', 'KO'],
    ['CocaCola', 'KO'],
    ['McDonalds', 'MCD'],
    ['McDonald’s', 'MCD'],
    ['Lowes', 'LOW'],
    ['Moodys', 'MCO'],
    ['AT & T', 'T'],
    ['Procter and Gamble', 'PG'],
    ['P&G', 'PG'],
    ['Johnson and Johnson', 'JNJ'],
    ['United Health', 'UNH'],
    ['Fed Ex', 'FDX'],
    ['Black Rock', 'BLK'],
    ['Estee Lauder', 'EL'],
    ['Amazon.com', 'AMZN'],
    ['Microsofts', 'MSFT'],
    ['Boeings', 'BA'],
    ['lululemon', 'LULU'],
  ])('%s is %s', (said, ticker) =>
    expect(tickersIn(`Shares of ${said} rise after results`)).toEqual([ticker]),
  )

  it.each(['Robin Hood', 'Coke', 'Fed', 'General', 'American', 'Morgan'])(
    '%s is not derived',
    (said) => expect(tickersIn(`${said} is here`)).toEqual([]),
  )
})

describe('coreOf()', () => {
  it.each([
    ['BANK OF AMERICA CORP /DE/', 'BANK OF AMERICA'],
    ['Walt Disney Company (The)', 'Walt Disney'],
    ['The Walt Disney Company', 'Walt Disney'],
    ['Lilly (Eli)', 'Eli Lilly'],
    ['Alphabet Inc. (Class A)', 'Alphabet'],
    ['Fox Corporation Class B Common Stock', 'Fox'],
    ['Merck & Co., Inc.', 'Merck'],
    ['Arthur J. Gallagher & Co.', 'Arthur J Gallagher'],
    ['Carrier Global Corporation Holdings Group, Inc.', 'Carrier Global'],
    ['', ''],
    ['Inc', 'Inc'],
    ['株式会社', '株式会社'],
  ])('%j is %j', (name, core) => expect(coreOf(name).join(' ')).toBe(core))
})

describe('namesOf()', () => {
  it('drops no part that leaves nothing telling', () => {
    for (const name of ['General Motors Co', 'Public Storage', 'American Tower', 'Dollar Tree'])
      expect(namesOf(name)).toHaveLength(1)
  })

  it('gives a short name to the one company that bears it, or to nobody', () => {
    const two = compileRegistry([
      companyOf('CEG', 'Zorvex Energy Corp'),
      companyOf('STZ', 'Zorvex Brands, Inc.'),
    ])
    expect(findMentions(two, 'Zorvex rises')).toEqual([])
    expect(findMentions(two, 'Zorvex Energy rises')).toHaveLength(1)
  })
})
