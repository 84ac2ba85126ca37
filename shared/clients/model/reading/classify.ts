/** Which event of the world a text tells of, by a model's word as far as the text bears it, or by rules. */

import type { EventReading } from '../../../domain/document/reading/reading.ts'
import { toneReader } from '../../../domain/document/tone/reader.ts'
import { EVENT_SCHEMA_VERSION, eventContract, schemaOf } from './contracts.ts'
import { identityOf } from './identity.ts'
import { eventWords } from './prompts.ts'
import { fitReply, halfSheet, questionOf } from './question.ts'
import { sheetOf } from './sheet.ts'
import { askWithRepair, type Trying } from './tried.ts'
import { believeEvent } from './trust-event.ts'

const REPLY_TOKENS = 80

/** Null where it tells of none. @throws as askWithRepair. */
export async function classifyByModel(
  trying: Trying,
  { inputTokensMax, textWasCut }: { inputTokensMax: number; textWasCut?: boolean | undefined },
  text: string,
  signal: AbortSignal,
): Promise<EventReading | null> {
  const sheet = sheetOf(text, [], inputTokensMax)
  sheet.wasCut ||= textWasCut === true
  if (sheet.lines.length === 0) return null
  const answer = await askWithRepair(
    trying,
    (seed, smaller) => {
      const shown = smaller ? halfSheet(sheet) : sheet
      const schema = eventContract(shown.lines.length)
      return {
        ...questionOf((mark) => eventWords(shown.lines, mark), shown, seed),
        schema: schemaOf(schema),
        schemaVersion: EVENT_SCHEMA_VERSION,
        replyTokensMax: REPLY_TOKENS,
        inputWasCut: shown.wasCut,
        read: (reply) => fitReply(schema, reply).event,
      }
    },
    signal,
  )
  if (answer.kind === 'not_asked') {
    const event = await toneReader.classify(text, signal)
    return event && { ...event, by: identityOf(toneReader) }
  }
  const event = believeEvent(text, sheet, answer.value)
  return event && { ...event, by: identityOf(answer) }
}
