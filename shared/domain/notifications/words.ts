/**
 * A notice in words: the subject and body of a mail, the text of an SMS.
 *
 * What others wrote (a broker's refusal, a headline) comes in as text and stays text: a subject is
 * one line, and markup is made of escaped text alone.
 */

import type { SentKind, NoticeSeverity } from '../../contracts/notifications.ts'
import { plainText, shortened } from '../document/text/cut.ts'
import { smsText } from './gsm.ts'
import { noticeKinds } from './kinds.ts'

/** How all notices begin: which of several platforms speaks, as in "paper" or "live, simulated". */
export type NoticeSender = { label: string; link: string }

export type Notice = { kind: SentKind; subject: string; says: string; madeAt: Date }

export type Words = { subject: string; text: string; sms: string }

const SUBJECT_MAX = 120
const SAYS_MAX = 2_000

const SEVERITY_WORDS: Readonly<Record<NoticeSeverity, string>> = {
  info: '',
  warning: 'Warning: ',
  critical: 'CRITICAL: ',
}

/** @param sender `link` is the page's origin, empty where none is known. */
export function noticeWords(notice: Notice, sender: NoticeSender): Words {
  const { severity, title, page } = noticeKinds[notice.kind]
  const link = sender.link === '' ? '' : sender.link + page
  const says = safeText(notice.says, SAYS_MAX)
  const about = oneLine(notice.subject, 60)
  const head = `${SEVERITY_WORDS[severity]}${title}${about === '' ? '' : `: ${about}`}`
  const lines = [says, '', `At ${notice.madeAt.toISOString()}.`]
  return {
    subject: oneLine(`[Stonks ${sender.label}] ${head}`, SUBJECT_MAX),
    text: [...lines, ...(link === '' ? [] : [link])].join('\n'),
    sms: smsText(`Stonks ${sender.label}: ${SEVERITY_WORDS[severity]}${says}`, link),
  }
}

/** The body as markup, for readers that prefer it: the same text, escaped, and the link as one. */
export function markupOf(text: string): string {
  const lines = text.split('\n').map((line) => {
    const escaped = escapeMarkup(line)
    return /^https?:\/\/\S+$/.test(line) ? `<a href="${escaped}">${escaped}</a>` : escaped
  })
  return `<!doctype html><meta charset="utf-8"><p>${lines.join('<br>')}</p>`
}

function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** One line without control characters or marks that turn the direction of writing. */
function oneLine(text: string, max: number): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return plainText(shortened(plain, max), max)
}

/** Lines are kept; nothing else that a terminal or a mail reader would act upon. */
function safeText(text: string, max: number): string {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => oneLine(line, max))
  return plainText(shortened(lines.join('\n'), max), max)
}
