/** What companies have and do, by which a text shows that a word is a company's name. */

import { wordsOf } from './everyday.ts'

/** What a company has: next to a name, or near it, they speak for a company. */
export const belongings: ReadonlySet<string> = wordsOf(`
  ads advertising analyst analysts assembly balance-sheet bankruptcy billionaire board boardroom
  bond bonds bookings boss branch branches brand brands business buyback buybacks buyout capex cars cash cfo
  ceo chair chairman chairwoman chief chips client clients cofounder co-founder coo coo's cto cruise cruises
  creditors customer customers dealers dealership dealerships debt director directors dividend
  dividends division earnings ebitda employee employees exec executive executives expansion expenses
  factories factory filing founder franchise franchisees franchises guidance headquarters headcount
  income investor investors investment ipo job jobs layoffs lawsuit lawyers lender lenders loan
  loans loss losses management manager managers margin margins merger merchandise models mortgages
  net operating operations orders outlook output owner owners parent partner patent patents payout
  payroll pilots plant plants plc portfolio preferred price-target production products profit
  profits q1 q2 q3 q4 quarter quarterly rating ratings recall recalls refinery research results
  retail revenue revenues rival rivals rollout sales same-store settlement share shareholder
  shareholders shares shipments shopper shoppers showroom software spinoff spin-off spokesman
  spokesperson spokeswoman stake stakes staff stock stockholders store stores strategy strike
  subsidiary subscribers supermarket suppliers supplier takeover tariffs trucks turnover union
  unions unit units unveiling valuation vans vehicle vehicles venture warehouse warehouses website
  worker workers workforce writedown write-down app cards drug drugs vaccine phone phones chip cloud
  merger-talks antitrust
`)

/** What a company has and nobody else: an index, a person or a place has no such thing. */
export const strictBelongings: ReadonlySet<string> = wordsOf(`
  ceo cfo chairman chairwoman chief executive executives ceo's profit profits earnings revenue
  revenues dividend buyback spokesman spokeswoman spokesperson subsidiary plant plants factory
  employees workers shareholders customers lawsuit acquisition merger takeover inc offer bid
`)

/** What mostly companies do. */
export const doings: ReadonlySet<string> = wordsOf(`
  acquire acquires acquired agrees appoint appoints beats boost boosts borrow borrows build builds
  buys buy cancels ceo charges closing cuts cut debut debuts delays deliver delivers discloses
  discontinues divests doubles downgraded downgrades ends eliminate eliminates enters estimates
  expand expands expects explores extends fined fires forecasts fund funds furloughs halts hikes
  hire hires idles inks intends invest invests issues joins launch launches launched lays lifts
  lowers manufacture markets merges misses narrows names offers open opens ordered orders
  outperforms overhauls overtakes owns partners pays pilots plans plan posts posted prices produce
  produces profits promotes pulls purchase purchases puts raises raise reaches rebrands recalls
  recall recruits registers rejects releases reorganizes replaces reports report reported
  restructures restates resumes retires reveals reveal rolls sells sell sets settles settle sheds
  ships shuts shut shutters signs slashes spends spins splits stops stocks struggles sues sued sue
  supplies suspends swings tests tops touts trims trumps unveil unveils unveiled upgraded upgrades
  uses warns warned withdraws says said agreed bought sold plans planned scraps scrapped weighs
  considers files filed seeks seek pledges adds power powers add remove removes drop drops test stop
  create offer give hold start expand move lay spin split shed tap appeal hike lift double ditch axe
  revamp restructure ban let review resume reopen reduce slash trim close fire spend release roll
  list float settle team supply extend enter exit leave quit keep bring rename relocate refund repay
  pause phase bid debut export import license localise localize market overhaul outsource announces
  announced accused investigated probed reportedly nears aims apologizes apologises denies confirms
`)

/** What companies do, and so does everything else that news tells of. */
export const happenings: ReadonlySet<string> = wordsOf(`
  advances allows asks bans becomes brings calls can claims climbs closes comes could crashes did
  didn't dips does doesn't dominates drops edges eyes faces fails fall falls fell finds fights gains
  gets gives goes had has have helps hit hits holds inches is isn't jumped jumps keeps lags leads
  leaps lets likely lost loses makes may might moves must needs opens plummets plunges plunged
  pushes rallies rallied ramps remains rises rose runs sags says sees shares should shows shrinks
  sinks sinks skids slides slid slipped slips slumps slumped soars soared spikes stands stays still
  sank surges surged takes thinks to trades tries tumbles tumbled turns urges wants was wasn't
  widens will wins won won't would works against vs and
`)

/** What a person or a body other than a company may do as well: no evidence for a family name. */
export const personal: ReadonlySet<string> = wordsOf(`
  says said beats sets joins names sues sued accused denies apologizes apologises warns warned plans
  announces signs retires tops weighs fires ends wins reveals replaces considers confirms rejects
  seeks agrees ordered uses shuts estimates pledges adds calls wants promotes urges fined delays
  puts aims posts reports investigated probed reportedly intends explores pulls lifts sees tests
  offers
  join leave quit keep bring let hold give move start stop test offer name say set seek plan sign retire appeal
  resume return sue enter exit create market tap exit hire
`)

/** What stands in front of a company's name, in small letters or at the start of a sentence. */
export const introducers: ReadonlySet<string> = wordsOf(`
  aerospace aircraft airline automaker automakers bank bankers brand brewer broker brokerage
  carmaker carmakers chain chemicals chipmaker chipmakers clothing company competitor conglomerate
  developer device drugmaker drugmakers energy exchange firm giant giants giant's group grocer
  insurer insurers investor lender maker makers manufacturer miner network operator owner parent
  planemaker processor producer provider publisher retailer retailers rival rivals semiconductor
  startup steelmaker store studio supplier tech technology titan utility miner's oil railroad
  trucker toymaker sues sued buys buy acquires acquire upgrades downgrades upgraded downgraded fines
  fined probes like including automaker's
`)

/** Movements of a market: of an index rather than of the company that bears its name. */
export const indexNames: ReadonlySet<string> = wordsOf('dow nasdaq russell ftse nikkei dax hang')

/** What only the company behind an index or an exchange does. */
export const indexDoings: ReadonlySet<string> = wordsOf(`
  asks shuts idles cracks cancels restart eyes buy buys acquire acquires acquired acquiring sell sells hire hires name names appoint appoints sue
  sues sued agrees agreed launch launches unveil unveils plans invest invests settle settles fined
  merges bid bids offers recalls recall restructure lay cut cuts invests partner partners split spin
  expand build says said reports reported fires announces announced pay pays proposes proposed offer
  pulls
`)
