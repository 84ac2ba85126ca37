/**
 * Sends one mail by SMTP: encrypted before anything is said, signed in, and within a minute in all.
 *
 * The connection is one mail's alone. What went wrong is said as what to do about it: try again, or
 * not; a password is in none of it.
 */

import { createTransport } from 'nodemailer'
import { messageOf } from '../../host/faults.ts'
import { keyedAddress } from '../../host/keyed-address.ts'
import { readEnv, readNumber } from '../../host/env.ts'
import type { Sent } from '../sent.ts'

const SMTP_SECURITIES = ['starttls', 'tls', 'none'] as const
type SmtpSecurity = (typeof SMTP_SECURITIES)[number]

export type SmtpServer = {
  host: string
  port: number
  /** `starttls` is never left for plain text: a server that does not offer it gets nothing. */
  security: SmtpSecurity
  user: string
  password: string
  /** PEM of its authority; empty: those Node.js knows. */
  ca: string
  /** For one wait, and for the whole. */
  waitMs: number
  totalMs: number
}

export type Mail = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  /** A file that goes with it. */
  attachment?: { name: string; mediaType: string; text: string } | undefined
  /** Of the notification: who gets a mail twice can tell. */
  id: string
}

const smtpDefaults = { waitMs: 15_000, totalMs: 60_000 }

/**
 * The server that the environment names; `sender` signs in where no user is named.
 *
 * @throws RangeError of a setting that cannot be used, such as plain text to another machine.
 */
export function readSmtpServer(sender: string): SmtpServer {
  const host = readEnv('SMTP_HOST')
  const port = readNumber('SMTP_PORT', 1)
  const security = SMTP_SECURITIES.find((known) => known === readEnv('SMTP_SECURITY'))
  if (!security)
    throw new RangeError(
      `Read SMTP_SECURITY: expected ${SMTP_SECURITIES.join(', ')}, found "${readEnv('SMTP_SECURITY')}"`,
    )
  if (security === 'none') keyedAddress('SMTP_HOST', `smtp://${host}:${port}`)
  const user = readEnv('SMTP_USER') || sender
  return {
    host,
    port,
    security,
    user,
    password: readEnv('GMAIL_APP_PASSWORD'),
    ca: readEnv('SMTP_CA'),
    ...smtpDefaults,
  }
}

/** Sends a mail; never throws for what a server does. */
export async function sendMail(server: SmtpServer, mail: Mail): Promise<Sent> {
  const { id: _id, attachment, ...parts } = mail
  try {
    const { response } = await openTransport(server).sendMail({
      ...parts,
      attachments: attachment
        ? [
            {
              filename: attachment.name,
              contentType: attachment.mediaType,
              content: attachment.text,
            },
          ]
        : [],
      messageId: messageIdOf(mail),
      disableFileAccess: true,
      disableUrlAccess: true,
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(server.totalMs),
    })
    return { outcome: 'sent', said: response ?? '' }
  } catch (fault) {
    return judge(fault as SmtpFault, server)
  }
}

function openTransport(server: SmtpServer) {
  const { host, port, security, user, password, ca, waitMs } = server
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(password === '' ? {} : { auth: { user, pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === '' ? {} : { ca }) },
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    dnsTimeout: waitMs,
  })
}

/** One mail's name for good: the same however often it is tried. */
function messageIdOf({ id, from }: Pick<Mail, 'id' | 'from'>): string {
  return `<${id}@${from.split('@')[1] ?? 'stonks'}>`
}

type SmtpFault = Error & { code?: string; responseCode?: number; command?: string }

function judge(fault: SmtpFault, { host, port }: SmtpServer): Sent {
  const said = `Send by ${host}:${port}: ${messageOf(fault)}`
  const { code, responseCode = 0 } = fault
  // Whoever does not encrypt today may tomorrow, and gets nothing until then.
  if (code === 'ETLS') return { outcome: 'again', reason: 'not_encrypted', said }
  const isFinal = responseCode >= 500 && responseCode !== 503
  if (code === 'EAUTH' && isFinal) return { outcome: 'refused', reason: 'login_refused', said }
  if (isFinal) return { outcome: 'refused', reason: 'refused', said }
  if (responseCode >= 400) return { outcome: 'again', reason: 'put_off', said }
  if (code === 'ENOAUTH' || code === 'EENVELOPE')
    return { outcome: 'refused', reason: 'not_set_up', said }
  return { outcome: 'again', reason: 'away', said }
}
