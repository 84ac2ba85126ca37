import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '#shared/clients/universe/csv.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'

/** The S&P 500 under its official names, and a few that were in it. */
const others = [
  ['GAP', 'Gap, Inc.'],
  ['MTCH', 'Match Group, Inc.'],
  ['AAL', 'American Airlines Group Inc.'],
  ['DFS', 'Discover Financial Services'],
  ['DAY', 'Dayforce, Inc.'],
  ['POOL', 'Pool Corporation'],
  ['CAG', 'Conagra Brands'],
  ['CPB', 'Campbell Soup Company'],
  ['K', 'Kellogg Co'],
  ['PARA', 'Paramount Global'],
]
const file = new URL('../../../../bench/sp500.csv', import.meta.url)
const members = parseCsv(readFileSync(file, 'utf8'))
  .map(({ ticker = '', name = '' }) => [ticker, name])
  .filter(([ticker]) => !['GOOG', 'FOX', 'NWS'].includes(ticker ?? ''))
const registry = compileRegistry(
  [...members, ...others].map(([ticker = '', legalName = '']) => ({
    companyId: ticker,
    ticker,
    legalName,
    sector: '',
    aliases: [],
  })),
)
const tickersIn = (title: string, body = '') =>
  findMentions(registry, `${title}\n\n${body}`, title.length).map(({ company }) => company.ticker)

/** What each headline names, or `-` for nobody. */
const headlines = `
TGT|Target to close nine stores over theft
TGT|Target raises minimum wage to $15 an hour
TGT|Retailer Target cuts its profit forecast
TGT|Shares of Target jump after earnings beat
-|Price target raised to $200 at Jefferies
-|Fed hits inflation target for first time in a decade
-|Target date funds lose favor with savers
-|Target audience for new ads is young men
-|Target 2 payment system outage hits euro zone banks
GAP|Gap names new chief executive
GAP|Gap to spin off Old Navy
GAP|Gap shares slide on weak sales
-|Gap between rich and poor widens again
-|Gap year students return home
-|Gap closes between Labour and Conservatives
V|Visa posts higher quarterly profit as spending rises
V|Visa to buy Tink for 1.8 billion euros
-|Visa delays hit Indian students
-|Visa applications from China drop
BALL|Ball Corp to build can plant in Nevada
BALL|Ball Corporation shares fall on weak outlook
-|Ball bearings maker wins contract
-|Ball tampering row rocks Australian cricket
MTCH|Match Group sues Google over app store fees
-|Match of the day: Liverpool beat Arsenal
-|Match fixing scandal hits tennis
KEY|KeyCorp profit falls as deposits cost more
-|Key rate kept on hold by Bank of England
-|Key witnesses testify in trial
BBY|Best Buy beats estimates on laptop demand
-|The best buy this season is a used car
-|Best Buys of the Week: Bonds and Gold
PSA|Public Storage offers $11 billion for Life Storage
-|Public storage of nuclear waste opposed
PGR|Progressive Corp posts higher monthly premiums
PGR|Insurer Progressive to hire 10,000 workers
-|Progressive Democrats push for wealth tax
-|Progressive candidates win primaries in New York
SO|Southern Co delays Vogtle reactor again
SO|Southern Company raises dividend
-|Southern Baptists elect new leader
-|Southern states hit by storms
FOXA|Fox Corp to pay $787 million to settle Dominion lawsuit
-|Fox News fires Tucker Carlson
-|Michael J. Fox to receive honorary Oscar
-|Megan Fox joins film cast
NWSA|News Corp profit rises on Dow Jones growth
-|News of the world rattles markets
-|Dow Jones Newswires wins award
LOW|Lowe's cuts sales forecast as DIY demand slows
LOW|Lowes to open 50 new stores
L|Loews Corp profit falls on catastrophe losses
ROST|Ross Stores beats on off-price demand
-|Wilbur Ross says trade deal is near
-|Commerce Secretary Ross defends tariffs
NUE|Nucor forecasts lower profit on steel prices
ADI|Analog Devices to buy Maxim for $21 billion
-|Analog television switched off in Kenya
ED|Consolidated Edison crews restore power
EIX|Edison International faces wildfire claims
-|Thomas Edison museum reopens
HSY|Hershey raises prices as cocoa soars
HSY|Hershey Co names new CFO
-|Barbara Hershey to star in new series
F|Ford recalls 600,000 SUVs over fire risk
F|Ford Motor posts $1.8 billion loss
-|Ford Foundation gives $1 billion to charities
-|Doug Ford wins second term in Ontario
-|Ontario Premier Ford to meet union leaders
-|Harrison Ford injured on set
DE|Deere strikers vote on new contract
K|Kellogg to split into three companies
-|Kellogg School ranks first among MBA programs
WFC|Wells Fargo fined $3.7 billion
-|H.G. Wells novel gets new film
-|Oil wells leak methane in Texas
MAS|Masco sells cabinetry business
CARR|Carrier Global to buy Viessmann unit
CARR|Carrier to spin off fire unit
-|Aircraft carrier sails to Red Sea
-|Carrier Strike Group enters South China Sea
OTIS|Otis Worldwide raises outlook
OTIS|Elevator maker Otis lifts forecast
-|Otis Redding honoured with statue
-|Hurricane Otis hits Acapulco
LIN|Linde wins hydrogen contract in Texas
CCI|Crown Castle cuts dividend
-|Crown Resorts loses casino licence
-|The Crown wins Emmy awards
WAT|Waters Corp to buy Wyatt Technology
-|Waters off Libya claim 40 lives
-|Maxine Waters grills bank chiefs
POOL|Pool Corp cuts outlook
-|Pool party turns deadly in Texas
IRM|Iron Mountain to expand data centers
AXP|American Express profit jumps
AAL|American Airlines cancels flights
-|American workers strike over pay
-|American voters head to the polls
DFS|Discover Financial appoints interim CEO
-|Discover the best beaches in Spain
COST|Costco raises membership fee
-|Cost of living crisis deepens
-|COST cuts planned at BBC
NOW|ServiceNow lifts forecast
-|NOW is the time to buy gold
IT|Gartner cuts IT spending forecast
-|IT spending to rise 8 percent
ALL|Allstate exits California market
-|ALL eyes on the Fed
ON|ON Semiconductor raises guidance
-|Lights ON again in Lagos
CAT|Caterpillar profit beats on price hikes
-|Schrodinger's CAT experiment
FAST|Fastenal sales growth slows
DAY|Dayforce lifts outlook
-|FAST food workers strike
WELL|Welltower buys senior housing
ARE|Alexandria Real Estate Equities cuts guidance
-|Alexandria Ocasio-Cortez wins primary
HAS|Hasbro to cut 1,100 jobs
-|HAS inflation peaked?
T|AT&T to spin off WarnerMedia
C|Citigroup to cut 20,000 jobs
JPM|J.P. Morgan profit falls
JPM|JP Morgan hires dealmaker from UBS
-|Moody’s cuts rating on Italy
KO|Coca Cola lifts outlook
MCD|McDonalds to exit Russia
WMT|Wal-Mart beats estimates
XOM|ExxonMobil to buy Pioneer
SPGI|S&P Global to merge with IHS Markit
-|S&P 500 ends at record high
-|S&P cuts France rating
NDAQ|Nasdaq Inc profit rises 10%
NDAQ|Nasdaq names Adena Friedman chair
-|Nasdaq Composite hits record
-|Nasdaq 100 futures slip
-|Nasdaq closes at record high
-|Shares debut on Nasdaq
-|Nasdaq-listed Baidu falls 5%
DOW|Dow Inc to cut 2,000 jobs
DOW|Chemical maker Dow cuts outlook
-|Dow ends lower as banks slide
-|Dow futures fall 200 points
-|Dow posts worst week since 2020
-|Dow leads losses on Wall Street
ICE|Intercontinental Exchange to buy Black Knight
-|ICE arrests 600 in Mississippi raids
-|ICE agents detain student
COO|Cooper Companies raises forecast
-|Bradley Cooper film wins award
WMB|Williams Companies buys pipeline
-|Serena Williams retires
-|Williams wins at Wimbledon
-|Venus and Williams advance
AMP|Ameriprise profit beats
-|AMP cuts dividend after Australian scandal
TGT|Walmart, Target pull products after safety alert
-|Target Hospitality receives takeover bid
-|Delta Galil profit rises
DAL|Delta Air Lines adds routes to Europe
DAL|Delta says bookings recover
-|Delta variant spreads in India
-|Delta Electronics invests in Thailand
-|Niger Delta militants attack pipeline
AAPL|Apple unveils new iPads
AAPL|Apple Watch sales rise
-|Apple growers fear frost
-|Apple Hospitality REIT buys hotels
META|Meta to lay off 10,000 workers
META|Meta Platforms fined 1.2 billion euros
-|Meta analysis finds drug works
GOOGL|Google parent Alphabet beats estimates
-|Alphabet soup recalled over salmonella
ORCL|Oracle buys Cerner
-|Oracle of Omaha warns on markets
-|When in doubt, follow the Oracle of Omaha
SHW|Sherwin-Williams raises prices
EL|Estée Lauder cuts forecast
EL|Estee Lauder shares slump
BF.B|Brown-Forman sales fall
GEN|Gen Digital lifts forecast
-|Gen Z drives spending
-|Gen. Milley testifies
EG|Everest Group adds reserves
-|Everest climbers rescued
-|Mount Everest death toll rises
MOS|Mosaic Co cuts potash output
MOS|Fertilizer maker Mosaic idles mine
-|Roman mosaic found in Syria
PRU|Prudential Financial profit falls
-|Prudential plc names new chair
CHD|Church & Dwight raises outlook
-|Church of England sells stake in Exxon
DVN|Devon Energy to merge with WPX
-|Devon and Cornwall police recruit
HBAN|Huntington Bancshares profit rises
-|Huntington Beach oil spill contained
EMR|Emerson Electric to buy NI
-|Ralph Waldo Emerson letters sold
-|Hartford mayor resigns
BRO|Brown & Brown acquires broker
-|Gordon Brown warns on Brexit
STT|State Street to cut 1,500 jobs
SYY|Sysco abandons merger
ABT|Abbott wins FDA approval for test
-|Tony Abbott named UK trade adviser
CAG|Conagra cuts outlook
CPB|Campbell Soup to close plant
-|Naomi Campbell banned from charity role
RL|Ralph Lauren beats estimates
PNR|Pentair to split
SNA|Snap-on profit rises
-|Snap election called in Spain
SNPS|Synopsys to buy Ansys
TPR|Tapestry to buy Capri
-|Bayeux Tapestry to be loaned to Britain
CCL|Carnival cancels cruises
CCL|Carnival Corp to raise $6 billion
-|Rio Carnival draws millions
-|Carnival goers fill streets of Notting Hill
CAH|Cardinal Health to pay opioid settlement
-|Cardinal Pell convicted
GL|Globe Life shares plunge
-|Golden Globe nominations announced
-|Globe and Mail sues
RF|Regions Financial profit falls
-|Regions in Spain impose curfew
CFG|Citizens Financial profit beats
-|Citizens vote on constitution
PFG|Principal Financial to buy Wells unit
ALGN|Align Technology cuts outlook
INVH|Invitation Homes prices IPO
EXR|Extra Space Storage to buy Life Storage
EQR|Equity Residential raises outlook
O|Realty Income to buy Spirit
FRT|Federal Realty raises dividend
-|Federal Reserve raises rates
FITB|Fifth Third profit falls
FSLR|First Solar to build plant
GPN|Global Payments to buy TSYS
GIS|General Mills cuts jobs
-|Attorney General sues
DG|Dollar General cuts outlook
-|Dollar falls against yen
DLTR|Dollar Tree to sell Family Dollar
LUV|Southwest cancels flights
LUV|Southwest Airlines CEO to retire
-|Southwest China hit by earthquake
-|Southwest drought deepens
UNP|Union Pacific embargoes
-|European Union to tax carbon
NSC|Norfolk Southern to pay for derailment
-|Norfolk police arrest man
TRV|Travelers profit falls on storms
TRV|Travelers Companies raises rates
-|Travelers stranded by storm
-|Air travelers face delays
MNST|Monster Beverage buys Bang
-|Monster storm hits Philippines
STZ|Constellation Brands sells wine labels
CEG|Constellation Energy to restart Three Mile Island
HON|Honeywell to split in three
PARA|Paramount Global explores sale
TGT|Target Beats Wall Street Estimates As Shoppers Return
TGT|Why Target Stock Is Falling Today
-|Analysts Raise Price Target On Nvidia-Like Startup
-|5 Stocks With Big Price Target Cuts
-|The Best Buy Right Now May Be a Small Cap
BBY|Best Buy Shares Jump After Earnings
-|How To Block Spam Calls On Your Phone
XYZ|Block Shares Plunge After Hindenburg Report
AAPL|Apple Stock: Buy, Sell Or Hold?
GAP|Gap Stock Soars On Strong Quarter
-|Mind The Gap: Wages Trail Prices
V|Visa And Mastercard Settle Fee Lawsuit
-|H-1B Visa Lottery Opens In March
-|Golden Visa Schemes End In Portugal
F|Ford Stock Falls As EV Losses Widen
KEY|KeyCorp Stock Slides
-|Key Takeaways From Powell Speech
NOW|ServiceNow Stock Pops
-|Now Is The Time To Buy Stocks
ALL|Allstate (NYSE: ALL) Hits New High
ON|onsemi (NASDAQ: ON) Cuts Outlook
-|Everything You Need to Know About ON Running Shoes
MSFT|MICROSOFT BEATS ESTIMATES ON CLOUD GROWTH
-|FED HITS TARGET AS PRICES COOL
-|GAP BETWEEN RICH AND POOR GROWS
BA|BOEING TO CUT 17,000 JOBS
-|ALL EYES ON FED AS IT MEETS
-|IT IS NOW OR NEVER FOR BREXIT
WFC|WELLS FARGO FINED $1 BILLION
BRK.B|Berkshire Hathaway Class B (BRK-B) sold Apple
BRK.B|$BRK.B and $BRK/A rise
T|Why $T is a buy
GE|GE Aerospace raises outlook
GEHC|GE HealthCare profit falls
GEV|GE Vernova shares jump
-|Dominion Voting sues Giuliani
D|Dominion Energy sells gas unit
-|St. Mary's Hospital Foundation
-|Boeing Stadium concert cancelled
-|Pfizer Foundation gives grants
MRK|Merck & Co wins approval for Keytruda
-|Merck KGaA profit rises
-|Germany's Merck buys Versum
LLY|Lilly wins approval
LLY|Lilly to build plant in Indiana
-|Lilly Allen wins award
-|Lily Collins to star
SCHW|Schwab profit rises on higher rates
-|Klaus Schwab opens Davos
-|Morgan Stanley cuts target on Tesla-like firm
-|Piers Morgan quits show
KMI|Kinder Morgan raises dividend
COF|Capital One to buy Discover
DFS|Capital One to buy Discover
-|Discover how to save on bills
AAL|American Airlines, United report losses
UAL|United Airlines orders Boeing jets
-|Manchester United sign striker
-|United Nations warns of famine
UNH|UnitedHealth shares sink
URI|United Rentals to buy H&E
UPS|United Parcel Service cuts jobs
CHTR|Charter Communications loses subscribers
-|Charter flights resume to Greece
CMCSA|Comcast, Charter talk merger
WM|Waste Management to buy Stericycle
-|Waste management strike in Paris
IP|International Paper to buy DS Smith
IR|Ingersoll Rand lifts outlook
PH|Parker Hannifin raises guidance
-|Peter Parker returns in new film
HUM|Humana cuts guidance
CI|Cigna to sell unit
ELV|Elevance Health misses
CNC|Centene withdraws guidance
HCA|HCA Healthcare beats
-|Keys to a happy retirement
KEYS|Keysight to buy Spirent
-|Arch enemies meet
ACGL|Arch Capital profit rises
PCAR|Paccar recalls trucks
AOS|A.O. Smith cuts outlook
DHI|D.R. Horton orders rise
JBHT|J.B. Hunt profit falls
TROW|T. Rowe Price assets fall
SJM|J.M. Smucker raises prices
WRB|W.R. Berkley profit rises
GWW|W.W. Grainger sales rise
CHRW|C.H. Robinson cuts jobs
ORLY|O'Reilly Automotive sales rise
ORLY|O’Reilly raises outlook
TSCO|Tractor Supply cuts outlook
ULTA|Ulta Beauty CEO retires
DPZ|Domino's Pizza sales miss
DPZ|Dominos sales miss
YUM|Yum Brands sales miss
-|Yum China names CFO
MGM|MGM Resorts hit by hack
LVS|Las Vegas Sands profit rises
-|Las Vegas hosts Super Bowl
WYNN|Wynn Resorts beats
-|Steve Wynn settles
HLT|Hilton raises outlook
-|Paris Hilton testifies
MAR|Marriott beats estimates
-|Kip Williams directs play
NKE|Nike shares plunge 20%
NKE|NIKE beats
EBAY|eBay to cut 1,000 jobs
EBAY|eBay's outlook disappoints
MMM|3M to pay $6 billion in earplug suits
FFIV|F5 raises outlook
PSX|Phillips 66 to sell stake
-|Route 66 turns 100
TMUS|T-Mobile adds subscribers
TMUS|T-Mobile US raises outlook
-|T-Mobile Arena hosts fight
STX|Seagate fined $300 million
WDC|Western Digital to split
-|Western digital tax plans stall
ADM|ADM places CFO on leave
ADM|Archer-Daniels-Midland probed
IFF|IFF to sell unit
AIG|AIG profit rises
AIG|American International Group names CEO
ADP|ADP says private payrolls rose
EXPE|Expedia cuts jobs
BKNG|Booking Holdings beats
BKNG|Booking fined in Spain
-|Booking a holiday gets cheaper
META|Facebook owner Meta to cut jobs
SPG|Simon Property raises dividend
-|Simon says rates will fall
CB|Chubb profit up
AON|Aon to pay for Willis deal
EQIX|Equinix CEO steps down
XYL|Xylem buys Evoqua
ZBRA|Zebra Technologies cuts jobs
-|Zebra escapes zoo in Seoul
WMT|Walmart beats estimates
TGT|Costco, Target and Walmart cut prices
TGT|Big-box chain Target sees theft losses rising
TGT|Activist takes stake in Target
TGT|Analysts turn bullish on Target ahead of earnings
-|ECB misses inflation target again
-|Target practice range opens near school
-|Soft target attacks on the rise
-|Missile hits its target in test
-|Target of sanctions flees to Dubai
GAP|Gap Inc names Barbie-maker executive CEO
GAP|Old Navy owner Gap beats profit estimates
GAP|Gap closes 200 stores in mall retreat
-|Generation gap widens at the polls
-|Gap widens between euro zone bond yields
XYZ|Block buys buy-now-pay-later firm Afterpay
XYZ|Jack Dorsey's Block cuts jobs
-|Block on road delays commuters
-|Apartment block fire kills 12
-|Block trade in Alibaba shares raises $1 bln
META|Meta plans layoffs of thousands
META|Meta stock surges on AI bets
META|Regulators fine Meta for privacy breach
-|Meta description tags explained
AAPL|Apple falls after iPhone sales miss
AAPL|Apple, Google pull app from stores
-|Apple juice recalled over arsenic
-|Big Apple hotels fill up
V|Visa, Mastercard face new lawsuit
V|Visa outage hits Europe
-|Visa rules eased for tech workers
-|Visa-free travel to China extended
-|Student visa fees rise
MCD|McDonald's sales slide on E. coli outbreak
-|Audra McDonald wins a Tony
-|Chief McDonald resigns from police
CAT|Caterpillar cuts outlook
-|Caterpillar infestation strips oak trees
SNA|Snap-on beats estimates
SHW|Sherwin-Williams misses
-|Serena and Venus Williams reunite
-|John Williams says rates are restrictive
-|NY Fed's Williams says inflation is easing
-|New York Fed President Williams sees slower growth
JCI|Johnson Controls sells unit
-|Boris Johnson resigns
-|Johnson says no second vote
-|Prime Minister Johnson faces revolt
JNJ|Johnson & Johnson settles talc suits
-|Cooper wins Masters
-|Anderson Cooper to host debate
DOW|Dow CEO says chemical demand is weak
DOW|Dow shuts German plants
-|Dow surges 500 points on trade hopes
-|Dow hits 40,000 for first time
-|Dow rises, Nasdaq falls as yields climb
-|The Dow is up
NDAQ|Nasdaq to cut jobs after Adenza deal
NDAQ|Exchange operator Nasdaq beats profit estimates
NDAQ|Nasdaq fined over system outage
-|Nasdaq slides 2% as tech sells off
-|Nasdaq enters correction
-|Company lists on Nasdaq
-|The Nasdaq lost 300 points
-|Shares (NASDAQ: ABCD) jump 40%
ICE|Intercontinental Exchange beats estimates
-|ICE detains hundreds at Georgia plant
-|ICE chief defends raids
-|NYSE: XYZQ announces dividend
SO|Southern Company's Georgia Power seeks rate hike
-|China Southern orders jets
-|Southern California home sales drop
-|Kansas City Southern rejects bid
LUV|Southwest Airlines ends open seating
-|US Southwest bakes in heat wave
F|Ford cuts EV output
F|Ford, GM raise forecasts
F|UAW strikes Ford truck plant
-|Gerald Ford aircraft carrier deployed
-|Christine Blasey Ford testifies
-|Tom Ford shows collection in Milan
-|Ford Coppola film flops
DE|Deere layoffs hit Iowa
HSY|Hershey to raise candy prices
-|Hershey Park opens new roller coaster
GIS|General Mills beats
-|General strike hits Argentina
GM|GM recalls 700,000 trucks
GM|General Motors to build EVs
-|GM wheat approved in Argentina
-|GM crops banned in Mexico
-|Grand Slam winner retires
KO|Coca-Cola raises prices
PEP|PepsiCo to buy Poppi
PEP|Pepsico sales slip
DIS|Disney raises park prices
DIS|Walt Disney names new CEO
-|Abigail Disney slams pay gap
SBUX|Starbucks names new CEO
KEY|KeyCorp sells stake to Scotiabank
-|Key inflation gauge cools
-|Florida Keys brace for storm
KEYS|Keysight Technologies lifts outlook
-|ON the move: traders shift
ON|ON Semiconductor beats
-|All eyes on Jackson Hole
ALL|Allstate raises premiums
-|It is what it is
IT|Gartner beats
A|Agilent cuts forecast
-|A better day for stocks
WELL|Welltower raises outlook
-|Well-heeled buyers return
LOW|Lowe's beats
-|Prices hit record low
-|Rob Lowe stars in new show
L|Loews reports profit
BEN|Franklin Resources assets fall
-|Franklin Templeton bond fund winds up in India
CRM|Salesforce hikes prices
CPAY|Corpay beats
CTAS|Cintas drops bid for UniFirst
DD|DuPont to split
DUK|Duke Energy seeks rate hike
-|Duke University wins
-|Duke of Sussex sues
STZ|Constellation Brands cuts outlook
-|Starlink constellation grows
MOS|Mosaic profit falls
-|Mosaic of reforms passes parliament
CCL|Carnival raises forecast
-|Carnival in Rio
RCL|Royal Caribbean orders ships
-|Royal family attends service
VMC|Vulcan Materials beats
-|Vulcan rocket launches
PLD|Prologis cuts forecast
PSA|Public Storage raises bid
-|Public storage units auctioned
INVH|Invitation Homes fined
-|Invitation to tender issued
TDG|TransDigm buys unit
TXN|Texas Instruments cuts outlook
-|Texas power grid strained
WEC|WEC Energy raises capex
WST|West Pharmaceutical shares sink
-|West Bank violence rises
WY|Weyerhaeuser profit slips
XEL|Xcel Energy faces wildfire suit
FOXA|Fox to buy Credible Labs stake
`
  .trim()
  .split('\n')
  .map((line) => line.split('|') as [string, string])

describe('a headline', () => {
  it.each(headlines)('names %s: %s', (wanted, title) => {
    if (wanted === '-') expect(tickersIn(title)).toEqual([])
    else expect(tickersIn(title)).toContain(wanted)
  })
})

describe('the rest of the document', () => {
  it('settles what a word means', () => {
    const body = 'Meta Platforms (NASDAQ: META) said so. Meta was sued. "We fight it," Meta said.'
    expect(findMentions(registry, body)).toMatchObject([{ company: { ticker: 'META' }, count: 4 }])
    expect(tickersIn('PSA raises its dividend', 'Public Storage said so.')).toEqual(['PSA'])
    expect(tickersIn('Carrier jumps', 'Shares of Carrier Global (NYSE: CARR) rose.')).toEqual([
      'CARR',
    ])
  })

  it('does not make an index or a person a company', () => {
    const dow = 'Dow Inc. gained. The Dow fell 300 points, and Dow Jones said why.'
    expect(findMentions(registry, dow)).toMatchObject([{ company: { ticker: 'DOW' }, count: 1 }])
    const ford = 'Ford Motor is strong. Doug Ford disagrees, said Ms. Ford.'
    expect(findMentions(registry, ford)).toMatchObject([{ company: { ticker: 'F' }, count: 1 }])
  })

  it('believes a source that names the ticker, in any notation', () => {
    const title = 'Key is in the details'
    expect(findMentions(registry, title, title.length, ['key', 'BRK-B', 'NONE'])).toMatchObject([
      { company: { ticker: 'BRK.B' }, firstOffset: -1 },
      { company: { ticker: 'KEY' }, firstOffset: -1 },
    ])
    expect(findMentions(registry, 'Gap falls', 9, ['GAP'])).toMatchObject([{ firstOffset: 0 }])
  })
})

describe('a sign', () => {
  it.each([
    ['BRK.B', '$BRK.B slumps', 1],
    ['BRK.B', 'Berkshire-like firm (NYSE: BRK-B) rises', 0],
    ['BRK.B', 'The insurer (NYSE:BRK/B) rises', 18],
    ['ALL', 'The insurer (NYSE: ALL) rises', 19],
    ['A', 'The maker (A.N) rises', 11],
    ['NOW', 'Buy $NOW today', 5],
  ])('of %s is read in %j', (ticker, text, _at) =>
    expect(findMentions(registry, text).map(({ company }) => company.ticker)).toEqual([ticker]),
  )

  it.each(['US$A', 'It is ALL over', 'BRK.C rises', '$BRK', 'PSA: buckle up', 'the NYSE: closed'])(
    'is not seen in %j',
    (text) => expect(findMentions(registry, text)).toEqual([]),
  )
})

it('is one company for all of its securities', () => {
  const alphabet = compileRegistry([
    {
      companyId: 'a',
      ticker: 'GOOGL',
      legalName: 'Alphabet Inc.',
      sector: '',
      aliases: ['Google'],
      securities: ['GOOG'],
    },
  ])
  expect(findMentions(alphabet, '$GOOG and $GOOGL: Google')).toMatchObject([{ count: 3 }])
})
