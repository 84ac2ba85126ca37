/** Words of which names of companies are made, and those that make another body of a name. */

import { wordsOf } from './everyday.ts'

/** What a company is by law or by its own account, at the end of an official name. */
export const legalForms: ReadonlySet<string> = wordsOf(`
  inc incorporated corp corporation co cos company companies plc ltd limited llc lp llp nv sa ag se
  spa holdings holding hldgs group grp trust bancorp bancshares sab asa ab oyj bv kgaa gmbh
`)

/** Forms that are dropped from the end of a name; what is left still names the company. */
export const droppedForms: ReadonlySet<string> = wordsOf(`
  inc incorporated corp corporation co cos company companies plc ltd limited llc lp llp nv sa ag se
  holdings holding hldgs group grp the cl class com new usa us
`)

/** Forms that no company of the United States has: behind a name they make it another firm's. */
export const foreignForms: ReadonlySet<string> = wordsOf(`
  plc ag nv sa spa ab oyj asa gmbh kgaa pte pty bhd berhad tbk kk sab jsc pjsc ojsc se serono pvt
`)

/** What a company does, in its name; the name without it is used for the company too. */
export const trades: ReadonlySet<string> = wordsOf(`
  aerospace airlines air lines analytics athletica automation automotive bancorp bancshares bank
  beauty beverage biomet bottling brands broadcasting capital cement centers chemical chemicals
  coatings communications communities computer connectivity controls cosmetics cruise cruises data
  dental design devices diagnostics digital dynamics edge electric electronics energy engineering
  enterprise enterprises entertainment environmental equities exploration express fashion financial
  foods footwear freight games gaming gold grill mexican healthcare health heating hospitality
  hotels indemnity industries industrial instruments insurance interactive interiors international
  investments laboratories labs learning life lifesciences logistics lumber manufacturing markets
  materials media medical mines mining mobility mortgage motor motors natural networks nutrition oil
  outdoor pacific paper partners parts payments petroleum pharma pharmaceutical pharmaceuticals
  pizza platforms plastics power products properties property railroad railway realty research
  residential resorts resources restaurants retail robotics savings science sciences scientific
  securities semiconductor semiconductors services software solar solutions spirits steel stores
  studios supply surgical systems technologies technology telecom telecommunications therapeutics
  tire tires tobacco toys associates transport transportation trucking trust investment utilities ventures
  vision water wholesale wireless worldwide global management
`)

/** With one of these next to it, a single word is the name of another body. */
export const otherHeads: ReadonlySet<string> = wordsOf(`
  academy agency air airlines airport airways alliance apparel arena army asset association
  authority avenue award awards band bank bancorp bay beach bioscience biosciences biotech boulevard
  brewery brewing bridge brothers bros building cancer capital cathedral cemetery center centre
  century challenge chamber church cinemas circle city classic clinic club coalition college
  commission committee community composite conference congress corps council county court creek
  cruises cup department district electronics entertainment estate estates exploration federation
  fellowship festival field films flooring foods forest foundation galil games gold grove hall
  heights hill hills hospital hospitality hotel hotels house industries initiative institute
  international island islands jones lake lab laboratories laboratory lane league leisure library
  lines logistics marine materials media memorial metals mills mine mines mining ministries ministry
  mountain movement museum music news oil open opera orchestra order outdoor paper park partners
  party pharma pharmaceuticals pharmacy pictures plaza plastics point police polytechnic port power
  press prize productions project properties province publishing realty records reit republic
  reserve resorts resources restaurants ridge river road school sciences securities semiconductor
  society sonoma square stadium state steel street studios summit syndrome temple textiles theatre
  theater theory therapeutics tour tower towers township trail transit tree trophy trust union
  university valley ventures village vineyards war wines winery zoo healthcare health shipping
  semiconductors solar supply
`)

/** A body that bears a company's name and is not the company, whatever the name. */
export const namesakes: ReadonlySet<string> = wordsOf(`
  foundation stadium arena university college classic championship marathon museum library academy
  institute prize hospital circle avenue boulevard road vacations midstream
`)

/** Words of every other name: alone they name nothing. */
export const emptyNames: ReadonlySet<string> = wordsOf(`
  american america united general national international global universal public southern northern
  eastern western central first north south east west new news pacific atlantic continental federal
  republic consolidated standard advanced applied digital state capital interactive automatic china
  india british canadian european great old best dollar extra live fair fifth invitation intuitive
  genuine packaging real bank us super micro palo las st san los el la le de medical financial
  energy health waste iron host regions citizens northwest midwest northeast southeast allied
  associated independent community royal norwegian steel gold oil gas power food tech auto rail data
  media paper cloud solar software chip drug car tobacco gen prudential s&p service services
  electric monolithic equity charles martin arthur philip henry jack west state-street air church
  sherwin fidelity
`)

/** Places and people that firms are named after: of several words they tell, alone they are the place. */
export const placeNames: ReadonlySet<string> = wordsOf(`
  hartford huntington norfolk essex camden alexandria vegas bristol devon erie coca river boston
  cincinnati illinois virginia washington york texas california delaware florida georgia carolina
  michigan ohio oregon dover duke
`)
