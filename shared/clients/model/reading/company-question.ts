/** What a model is asked of companies, and how its answer is held to what was asked. */

import type { CompanyReading } from '../../../domain/document/reading/reading.ts'
import type { AgentQuestion } from '../agent-question.ts'
import {
  COMPANY_SCHEMA_VERSION,
  companyContract,
  schemaOf,
  TONE_OF,
  type CompanyReply,
} from './contracts.ts'
import { companyWords } from './prompts.ts'
import { fitReply, questionOf } from './question.ts'
import type { Sheet } from './sheet.ts'
import { signOf, type CompanyClaim } from './trust.ts'

/** A company by its name in the question. */
export type AskedCompany = { key: string; name: string; byRules: CompanyReading | undefined }

const REPLY_TOKENS = { brackets: 16, company: 40 }

export function companyQuestion(
  asked: readonly AskedCompany[],
  shown: Sheet,
  seed: number,
): AgentQuestion<Record<string, CompanyClaim>> {
  const keys = asked.map(({ key }) => key)
  const contract = companyContract(keys, shown.lines.length)
  return {
    ...questionOf((mark) => companyWords(asked, shown.lines, mark), shown, seed),
    schema: schemaOf(contract),
    schemaVersion: COMPANY_SCHEMA_VERSION,
    replyTokensMax: REPLY_TOKENS.brackets + REPLY_TOKENS.company * keys.length,
    inputWasCut: shown.wasCut,
    read: (reply) => claimsOf(fitReply(contract, reply)),
    compare: (claims) => compare(asked, claims),
  }
}

function claimsOf(replied: Record<string, CompanyReply>): Record<string, CompanyClaim> {
  return Object.fromEntries(
    Object.entries(replied).map(([key, [does, ...rest]]) => [key, [TONE_OF[does], ...rest]]),
  )
}

/** Tones are compared where both have one. */
function compare(asked: readonly AskedCompany[], claims: Record<string, CompanyClaim>) {
  const pairs = asked.flatMap(({ key, byRules }) => {
    const claim = claims[key]
    return claim && byRules ? [[claim[0], byRules.sentiment] as const] : []
  })
  const agreed = pairs.filter(([one, other]) => signOf(one) === signOf(other)).length
  return { compared: pairs.length, agreed }
}
