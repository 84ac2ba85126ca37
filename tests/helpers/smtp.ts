/** A mail server in this process: STARTTLS with a certificate of its own, a sign-in, and bad habits to order. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SmtpServer } from '#shared/clients/smtp/send.ts'
import { makeCertificate } from './certificate.ts'

export const USER = 'sender@stonks.example'
export const PASSWORD = 'app-password-of-16'

export type Delivered = { from: string; to: string[]; raw: string; secure: boolean; user: string }

export type Habits = {
  /** What is answered to the recipient, or behind the message. */
  rcpt?: () => Error | undefined
  data?: () => Error | undefined
  /** The line goes dead in the middle of a message. */
  dropInData?: boolean
  /** The message is taken, and the line goes dead before that is said. */
  dropBehindData?: boolean
}

/** An answer with a code of SMTP. */
export function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

/** Listens on a port of its own; `habits` may be changed while it runs. */
export async function openMailServer() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-smtp-'))
  const { pem, key } = makeCertificate(folder)
  rmSync(folder, { recursive: true })
  const habits: Habits = {}
  const delivered: Delivered[] = []
  const signIns: { user: string; secure: boolean }[] = []
  const servers: SMTPServer[] = []

  async function listen(options: SMTPServerOptions): Promise<number> {
    const server = new SMTPServer({
      cert: pem,
      key,
      logger: false,
      closeTimeout: 50,
      authMethods: ['PLAIN', 'LOGIN'],
      onAuth(auth, session, done) {
        signIns.push({ user: auth.username ?? '', secure: session.secure })
        if (auth.username === USER && auth.password === PASSWORD) return done(null, { user: USER })
        done(answer(535, '5.7.8 Username and Password not accepted'))
      },
      onRcptTo: (_address, _session, done) => done(habits.rcpt?.()),
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        const drop = () => [...server.connections].forEach((line) => line.close())
        stream.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          if (habits.dropInData) drop()
        })
        stream.on('end', () => {
          const fault = habits.data?.()
          if (!fault && !habits.dropInData)
            delivered.push({
              from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
              to: session.envelope.rcptTo.map(({ address }) => address),
              raw: Buffer.concat(chunks).toString('utf8'),
              secure: session.secure,
              user: String(session.user ?? ''),
            })
          if (habits.dropBehindData) return drop()
          done(fault ?? null, 'queued as 42')
        })
      },
      ...options,
    })
    // A client that goes away is no fault of the server's.
    server.on('error', () => undefined)
    servers.push(server)
    const net = server.listen(0, '127.0.0.1')
    await once(net, 'listening')
    return (net.address() as AddressInfo).port
  }

  const port = await listen({})
  const plainPort = await listen({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
  const client: SmtpServer = {
    host: 'localhost',
    port,
    security: 'starttls',
    user: USER,
    password: PASSWORD,
    ca: pem,
    waitMs: 5_000,
    totalMs: 20_000,
  }
  return {
    client,
    /** The same, where nothing is encrypted. */
    plain: { ...client, port: plainPort },
    habits,
    delivered,
    signIns,
    async close() {
      await Promise.all(
        servers.map((server) => new Promise<void>((resolve) => server.close(resolve))),
      )
    },
  }
}

/** A server that speaks as it is told, one socket at a time, for what no mail server would say. */
export async function openRawServer(speak: (socket: Socket) => void) {
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    speak(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
