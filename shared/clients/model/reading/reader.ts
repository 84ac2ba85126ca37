/**
 * Reading by a language model: short answers about numbered sentences, believed as far as the text
 * bears them. A quick judge of tone goes before it, where there is one; where no model was asked,
 * rules-v2 reads. Who read what is said under its own name.
 */

import type { Mention } from '../../../domain/document/mentions/mentions.ts'
import type {
  CompanyReading,
  Entity,
  Extraction,
  HeldClaim,
  Reader,
  ReaderIdentity,
} from '../../../domain/document/reading/reading.ts'
import { withoutAddressed } from '../../../domain/document/reading/addressed.ts'
import { extractByModel } from '../../../domain/document/tone/extract.ts'
import { toneReader } from '../../../domain/document/tone/reader.ts'
import type { ToneJudge } from '../../finbert/judge.ts'
import { classifyByModel } from './classify.ts'
import { companyQuestion, type AskedCompany } from './company-question.ts'
import { identityOf } from './identity.ts'
import { PROMPT_VERSION } from './prompts.ts'
import { halfSheet } from './question.ts'
import { quickClaims } from './quick-tone.ts'
import { sheetOf, type Sheet } from './sheet.ts'
import { askWithRepair, type Trying } from './tried.ts'
import { believe, type CompanyClaim } from './trust.ts'

export type ModelReading = Trying & {
  /** Tokens of sentences that are shown. */
  inputTokensMax: number
  /** The text is the beginning of a longer one, so more may bear on the question. */
  textWasCut?: boolean | undefined
  /** The model that the reader goes by where no reply says another. */
  model: string
  /** Asked first; what it is not sure of goes to the model. */
  quick?: ToneJudge | undefined
}

/** Tokens of a text that FinBERT alone is shown; a model's agent has a bound of its own. */
export const QUICK_TOKENS_MAX = 3_000

/** More companies than these in one question are read by rules alone. */
const COMPANIES_MAX = 10
const RULES = identityOf(toneReader)

export function openModelReader(parts: ModelReading): Reader {
  return {
    model: parts.model,
    modelVersion: '',
    promptVersion: PROMPT_VERSION,
    extract: (text, mentions, signal) => extract(parts, text, mentions, signal),
    classify: (text, signal) => classifyByModel(parts, parts, text, signal),
  }
}

async function extract(
  parts: ModelReading,
  text: string,
  mentions: readonly Mention[],
  signal: AbortSignal,
): Promise<Extraction> {
  const asked = mentions.slice(0, COMPANIES_MAX)
  const entities = asked.map(({ company, occurrences }) => ({ name: company.ticker, occurrences }))
  const sheet = sheetOf(text, entities, parts.inputTokensMax)
  sheet.wasCut ||= parts.textWasCut === true
  const byRules = await toneReader.extract(text, mentions, signal)
  const beyond = byRules.companies.filter(({ entity }) =>
    entities.every(({ name }) => name !== entity),
  )
  // Nothing bears on the question: there is nothing that a model could be asked.
  if (sheet.lines.every(({ names }) => names.length === 0))
    return together(byRules, sheet, { companies: [], held: [], by: RULES, beyond })
  const seen = extractByModel(withoutAddressed(text, sheet.addressed), entities).companies
  const claims = await quickClaims(parts.quick, sheet, asked.length)
  const quickly = sort({ text, sheet, entities, seen }, (index) => claims.get(index))
  const open = asked.flatMap((mention, index) =>
    claims.has(index) ? [] : [{ index, ...keyed(mention, index), byRules: seen[index] }],
  )
  const quickBy = parts.quick && identityOf(parts.quick.by)
  const stands = (held: readonly HeldClaim[]) => [...beyond, ...notSaidAway(byRules, held)]
  if (open.length === 0) {
    const isQuick = { ...quickly, by: quickBy ?? RULES }
    return together(byRules, sheet, { ...isQuick, beyond: stands(quickly.held) })
  }
  const answer = await askCompanies(parts, open, sheet, signal)
  if (answer.kind === 'not_asked') {
    const left = new Set(open.map(({ index }) => entities[index]?.name))
    const rest = byRules.companies.filter(({ entity }) => left.has(entity))
    const companies = [...named(quickly.companies, quickBy), ...rest, ...stands(quickly.held)]
    return together(byRules, sheet, { companies, held: quickly.held, by: RULES, beyond: [] })
  }
  const byModel = sort({ text, sheet, entities, seen }, (index) => {
    const key = open.find((one) => one.index === index)?.key
    return key === undefined ? undefined : answer.value[key]
  })
  const companies = [...named(quickly.companies, quickBy), ...byModel.companies]
  const held = [...quickly.held, ...byModel.held]
  return together(byRules, sheet, { companies, held, by: identityOf(answer), beyond: stands(held) })
}

/**
 * What rules read of whom a claim was held back: it stands as theirs, unless it is good news. A model that obeys its text
 * may keep praise out, and takes nothing else away: less of that would let be bought what rules alone would not buy.
 */
function notSaidAway({ companies }: Extraction, held: readonly HeldClaim[]): CompanyReading[] {
  const unbelieved = new Set(held.map(({ entity }) => entity))
  return companies.filter(
    ({ entity, sentiment }) => unbelieved.has(entity) && sentiment !== 'positive',
  )
}

function askCompanies(
  parts: ModelReading,
  open: readonly (AskedCompany & { index: number })[],
  sheet: Sheet,
  signal: AbortSignal,
) {
  return askWithRepair(
    parts,
    (seed, smaller) => companyQuestion(open, smaller ? halfSheet(sheet) : sheet, seed),
    signal,
  )
}

function keyed({ company: { ticker, legalName } }: Mention, index: number) {
  return { key: /^[A-Z0-9.]{1,8}$/.test(ticker) ? ticker : `C${index + 1}`, name: legalName }
}

type Sorting = {
  text: string
  sheet: Sheet
  entities: readonly Entity[]
  seen: readonly CompanyReading[]
}

/** Claims that are believed, and those that are held back. */
function sort(
  { text, sheet, entities, seen }: Sorting,
  of: (index: number) => CompanyClaim | undefined,
) {
  const companies: CompanyReading[] = []
  const held: HeldClaim[] = []
  entities.forEach((entity, index) => {
    const [claim, byRules] = [of(index), seen[index]]
    if (!claim || !byRules) return
    const believed = believe({ text, sheet }, { entity, index }, claim, byRules)
    if ('company' in believed) companies.push(believed.company)
    else held.push(believed.held)
  })
  return { companies, held }
}

/** Under the name of who read them, where that is not who read the rest. */
function named(companies: readonly CompanyReading[], by: ReaderIdentity | undefined) {
  return by ? companies.map((company) => ({ ...company, by })) : companies
}

type Found = {
  companies: readonly CompanyReading[]
  held: HeldClaim[]
  by: ReaderIdentity
  /** Of companies that no model was asked about, or of which a claim was held back. */
  beyond: readonly CompanyReading[]
}

function together(rules: Extraction, { addressed }: Sheet, found: Found): Extraction {
  const isByRules = found.by.model === RULES.model
  const companies = [...found.companies, ...named(found.beyond, isByRules ? undefined : RULES)]
  return {
    ...rules,
    companies,
    confidence: Math.max(0, ...companies.map(({ confidence }) => confidence)),
    by: found.by,
    held: found.held,
    addressed: addressed.length,
  }
}
