/** English words that companies are named by: alone, such a word is no company without evidence. */

/**
 * Words that news of any kind is full of. Counted: the words of the names of US listed companies
 * that also stand in small letters in news, filings and articles.
 */
export const everydayWords: ReadonlySet<string> = wordsOf(`
  abbot able above accelerate ace achieve acquisition acreage ads advance advanced advantage agree
  agri agriculture aim air alarm align alliance allied ally alpha alternative aluminum american
  analog anchor apartment apollo applied arch ares arm array arrival artificial arts assembly
  asset associated assured atlantic atlas authentic auto automatic autumn aware axis baker balance
  ball bandwidth bank banner bar barrel bath battery bay beacon bear beauty bell benchmark best
  better beyond big bill bio birch bird bishop bit bitcoin bite black blackberry blade blink block
  blockchain bloom blue body bolt booking bounce box brand brands bread brewing bridge bright
  brilliant broad brown buckle build builders bull burning business buy byline cable cadence can
  cancer candle cannabis capital captain carbon cardinal cargo carnival carrier cars castle
  catalyst cedar cell central century chain champions charge charging chart charter chase check
  cheer chemical chicken chief children choice church circle citizens city clean clear cliff climb
  cloud coach coast code coffee coherent collective colony color comfort commerce commercial
  community compass complete concrete connect consensus conservative consolidated constellation
  construction consumer consumers contact context continental cool copper core corner corning
  corporate creative credit crest critical cross crown crypto crystal custom customers cyber daily
  dairy darling data dawn day deep defense definitive degree depot deputy design designer desk
  devices diamond diamondback digital dime direct discount discover distribution dollar dominion
  dream drilling drive driven duke dynamic dynamics eagle earth east eastern echo eco edible
  education electric electronic elite embassy embrace empire employers encompass energy engage
  enterprise entertainment entrepreneur envoy equitable equity esports essential establishment
  euro eve evening everest everything evolution exact exceed exodus expand express extra extreme
  fair falcon family farmer farmers fast fat fate federal fifth finance financial fintech first
  five flag flame flat flex flexible floor flowers fly focus foot foreign forest formula fortune
  forum forward fossil foster four free freedom freeze freight frequency fresh front frontier
  frontline frost fuel full fundamental fury future gain galaxy gambling games gaming gap garden
  gas gates general generation generations genetic genius genuine get ghost glass glimpse global
  globe goal gold golden good grab grand great greater green grid grocery group grown guardian
  guess hall hammer harbor haven hawk health healthcare healthy heart heartland helm herald
  heritage hero high highest highway hinge holdings home honest hope horizon host hotels hour hub
  huge hunt ice icon iconic ideal income independence independent indie industrial information
  innovation innovative insight inspired installed integral integrated interactive interface
  international internet intuitive investors invitation iron issuer jaguar jet join joint journal
  journey judge keen key kinder king knife knight know lab lamb landmark lands lead leap learn
  legacy liberty life lifetime light lightning limited lincoln lion liquid liquidity lithium live
  local locker lord lottery love macro magic magna maiden mail main major mammoth marathon
  marijuana marine marshal mass match medical medicine mega merchants mercury merit meta metal
  metals metro mid midcap milestone mill mills mind minerals minim mining mirror mission mobile
  model modern monster morning mosaic motors mountain moving multi music nation national natural
  nature net network new news next nice nine non north northern observer ocean office oil old one
  onto open optical option orange organic origin ouster outlook overseas pacific packaging paid
  pan par paramount park parks parts passage patriot patterson peak peer perception perfect
  performance perspective pharma phoenix pilot pine pinnacle pioneer place planet platinum plug
  plus point pool pop popular post postal power preferred premier premium presidential pressure
  price priest prime prince principal priority private pro professional progress progressive
  project pros prospect prosperity public pure quality quantum quest rail rain rally rand range
  ranger rapid rare reading ready real realty red reflect regency regional regions reliability
  reliance relief renew renewable rent repay republic research reserve reshape resorts resources
  rest restaurant retail rev revolution ridge right ring rise rocket rocky rose royal royalty
  rubber runway rush sacks safe safety sag saga sands sapphire savers science scores scout
  screaming sea security select selective sentinel serve service seven shadow shake sharing shield
  shift shoe shore sight signet signing silence silver simply sincerity singing site six sixth sky
  slack slam sleep smart snap snow society software solar solid solo sound source south southern
  space spar spark special spectrum spirit spirits splash spring square staffing standard star
  stark state steel stellar stem sterling stock stone storage storm strategic strong structure
  studio summit sun sunrise sunshine super supply surge surgery sustainable swan swift symbolic
  system table take talk tapestry target tat team technical technology telco telecom telephone ten
  texas the third three tidal tier tiger times tinder titan toast toll top toro tower track
  tractor trade trans transportation travel travelers tree trees tri tribune trillion trinity trio
  trip triple triumph troops true turning twelve twin twist two ultimate ultra under union unique
  unit united unity universal universe university unusual uranium urban urgent value vast veg
  versus vertex vertical very via victory video view village vintage virgin virginia virtual
  vision vital vulcan waste water waters wave wealth wearable web weed wellness west western
  wheeler wheels where white whole willow wing winners wins winter work world worlds worldwide
  wrap yellow yelp yield zebra zone zoom
`)

/** Words that, with a capital letter and in news of business, mostly are the company. */
export const seldomWords: ReadonlySet<string> = wordsOf(`
  adobe alphabet apple caterpillar cisco dell delta ford goldman hershey hess hilton intel intuit
  kellogg lumen marriott nokia oracle reddit roku schwab shell southwest trimble visa 
`)

/** The words of a text laid out in lines. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
