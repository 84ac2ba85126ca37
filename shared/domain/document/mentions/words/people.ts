/** Words by which a text shows that a name is a person's. */

import { wordsOf } from './everyday.ts'

/** What people are called first. In front of a name it makes the name a person's. */
export const givenNames: ReadonlySet<string> = wordsOf(`
  aaron abigail adam adrian aileen alan albert alejandro alex alexander alexandra alexis alfred
  alice alison allison amanda amber amy ana andre andrea andrew andy angela angus anita ann anna
  anne annie anthony antonio arjun arnold arthur ashley audrey austin barbara barry beatrice becky
  ben benjamin bernard bernie beth betty bill billy blake bob bobby brad bradley brandon brenda
  brent brett brian bruce bryan calvin cameron carl carla carlos carol caroline carolyn catherine
  cathy cecil chad charles charlie charlotte chloe chris christian christina christine christopher
  chuck cindy claire clara clark claudia clay clint colin connor craig cynthia dan daniel danielle
  danny darren dave david dawn dean deborah debra denise dennis derek diana diane dick dolores
  dominic don donald donna doris dorothy doug douglas drew dustin dwight earl ed eddie edgar edith
  edmund eduardo edward edwin eileen elaine eleanor elena elijah elizabeth ella ellen emily emma
  enrique eric erica erik erin ernest esther ethan eugene eva evan evelyn felix fiona frances
  francis francisco frank fred frederick gabriel gareth gary gavin gemma geoff george gerald gerard
  gina glen glenn gordon graham greg gregory guy hannah harold harriet harrison harry harvey heather
  hector heidi helen henry herbert herman holly howard hugh hugo ian ingrid irene iris isaac isabel
  ivan jack jackie jacob jacqueline jake james jamie jan jane janet janice jared jason jay jean jeff
  jeffrey jen jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy joan joanna jodie joe
  joel john johnny jon jonathan jordan jorge jose joseph josh joshua joy joyce juan judith judy
  julia julian julie justin karen karl kate katherine kathleen kathryn kathy katie keith kelly ken
  kenneth kent kerry kevin kim kimberly kirk kirsten kristen kurt kyle lance larry laura lauren
  laurence lawrence leah lee leo leon leonard leslie lewis liam linda lindsay lindsey lisa liz lloyd
  lois lorraine louis louise lucas lucy luis luke lynn malcolm marc marcus margaret maria marian
  marie marilyn marina mario marion mark marsha marshall martha martin marvin mary matt matthew
  maureen maurice max megan melanie melissa melvin michael michele michelle miguel mike milton
  miranda mitch mitchell molly monica morgan nancy carrie otis klaus jens olaf paris nikki kylie
  kamala bernie boris theresa narendra imran recep emmanuel angela jair nicolas walt estee eli ralph
  avery archer pierre hans jean-claude carlos mohammed ali ahmed abdullah li wang naomi natalie
  nathan neil nelson nicholas nick nicola nicole nigel nina noah noel nora norman oliver olivia
  oscar otto owen pamela pat patricia patrick paul paula pauline pedro penny pete peter phil philip
  phillip phyllis rachel rafael ralph ramon randall randy ray raymond rebecca regina renee rex
  ricardo richard rick ricky rita rob robert roberta roberto robin robyn rod rodney roger roland ron
  ronald ronnie rosa rosemary roy ruben russ russell ruth ryan sally sam samantha samuel sandra sara
  sarah sasha scott sean sergio seth shane shannon sharon shaun shawn sheila shirley sid sidney
  simon sofia sonia sophia sophie stacey stan stella stephanie stephen steve steven stuart sue susan
  suzanne sylvia tamara tanya ted teresa terri terry thelma theodore theresa thomas tiffany tim
  timothy tina todd tom tommy toni tony tracey tracy travis trevor tyler valerie vanessa vernon
  veronica vicki victor victoria vincent virginia vivian wade wallace walter wanda warren wayne
  wendy wesley will william winston yvonne zac zachary zoe
`)

/** Ranks, offices and forms of address. In front of a name they make it a person's. */
export const personTitles: ReadonlySet<string> = wordsOf(`
  mr mrs ms miss dr prof professor sir dame lord lady baroness sen senator rep congressman
  congresswoman gov governor president premier chancellor minister secretary justice judge
  prosecutor attorney sheriff mayor captain colonel general gen lt sgt officer pope bishop rabbi rev
  coach actor actress singer author commissioner ambassador king queen prince princess president-
  elect economist policymaker lawmaker politician director-general admiral detective inspector
  senator-elect councillor
`)

/** Family names so common that one alone says nothing of a company. */
export const familyNames: ReadonlySet<string> = wordsOf(`
  adams allen anderson andrews armstrong arnold bailey baker barnes bell bennett berkley black boyd
  bradley brooks brown burke burns butler campbell carter clark clarke cole coleman collins cook
  cooper cox crawford cruz cunningham daniels davies davis dawson day dean diaz dixon duncan edison
  edwards elliott ellis evans ferguson fisher fleming ford foster fox francis franklin freeman
  gallagher garcia gates gibson goldman gomez gonzalez gordon graham grant gray green greene griffin
  hall hamilton harris harrison hart harvey hayes henderson henry hernandez hess hicks hill holmes
  horton howard hudson hughes hunt hunter jackson jacobs james jenkins johnson jones jordan kelly
  kennedy king knight lam lawrence lee lewis lopez lynch marsh marshall martin martinez mason
  mcdonald miller mitchell moore morgan morris morrison murphy murray myers nelson newman nichols
  norton olson owens palmer parker patterson payne perez perkins perry peters peterson phillips
  pierce porter powell price ramirez raymond reed reynolds rice richards richardson rivera roberts
  robertson robinson rodriguez rogers rose ross russell ryan sanchez sanders schwab scott shaw
  simmons simon simpson smith snyder spencer stanley stephens stevens stewart stone sullivan taylor
  thomas thompson torres tucker turner tyler tyson wagner walker wallace walsh ward warner warren
  washington watson watts weaver webb wells west wheeler white williams willis wilson wood woods
  wright wynn young kellogg `)
/** Countries other than the United States, in front of whose firms
  stands whose they are. */ export const countries: ReadonlySet<string> = wordsOf(` argentina
  australia austria bahrain bangladesh belgium brazil britain canada chile china colombia denmark
  egypt england europe finland france germany ghana greece india indonesia iran ireland israel italy
  japan kenya kuwait malaysia mexico netherlands nigeria norway pakistan peru philippines poland
  portugal qatar romania russia scotland singapore spain sweden switzerland taiwan thailand turkey
  uae uk ukraine vietnam zealand africa korea kong arabia
`)
