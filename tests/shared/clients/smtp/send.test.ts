import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSmtpServer, sendMail, type Mail } from '#shared/clients/smtp/send.ts'
import { whyNoCertificate } from '../../../helpers/certificate.ts'
import { answer, openMailServer, openRawServer, PASSWORD, USER } from '../../../helpers/smtp.ts'

const mail: Mail = {
  from: USER,
  to: 'ann@example.com',
  subject: '[Stonks paper] CRITICAL: Exit refused: AAA',
  text: 'The sale of AAA was refused 3 times',
  html: '<p>The sale of AAA was refused 3 times</p>',
  id: '00000000-0000-5000-8000-000000000001',
}

describe.skipIf(whyNoCertificate)(`mail by SMTP${whyNoCertificate}`, async () => {
  const server = whyNoCertificate ? undefined! : await openMailServer()
  beforeEach(() => {
    for (const name of Object.keys(server.habits)) delete server.habits[name as never]
    server.delivered.length = 0
    server.signIns.length = 0
  })
  afterAll(() => server?.close())

  test('goes encrypted, signed in, with the name of its notification', async () => {
    const sent = await sendMail(server.client, mail)
    expect(sent).toMatchObject({ outcome: 'sent', said: expect.stringContaining('queued as 42') })
    expect(server.signIns).toEqual([{ user: USER, secure: true }])
    const [got] = server.delivered
    expect(got).toMatchObject({ from: USER, to: ['ann@example.com'], secure: true, user: USER })
    expect(got!.raw).toContain(`Message-ID: <${mail.id}@stonks.example>`)
    expect(got!.raw).toContain('Auto-Submitted: auto-generated')
    expect(got!.raw).toContain('Content-Type: text/plain')
    expect(got!.raw).toContain('Content-Type: text/html')
  })

  test('is not sent at all to a server that offers no encryption', async () => {
    const sent = await sendMail(server.plain, mail)
    expect(sent).toMatchObject({ outcome: 'again', reason: 'not_encrypted' })
    expect(server.signIns).toEqual([])
    expect(server.delivered).toEqual([])
  })

  test('is not sent to a server whose certificate nobody vouches for', async () => {
    const sent = await sendMail({ ...server.client, ca: '' }, mail)
    expect(sent).toMatchObject({ outcome: 'again' })
    expect(sent.said).toContain('certificate')
    expect(server.signIns).toEqual([])
  })

  test('a refused sign-in is for a person to mend, and tells no password', async () => {
    const password = 'a-wrong-password'
    const sent = await sendMail({ ...server.client, password }, mail)
    expect(sent).toMatchObject({ outcome: 'refused', reason: 'login_refused' })
    expect(sent.said).toContain('535')
    for (const secret of [password, PASSWORD, Buffer.from(password).toString('base64')])
      expect(sent.said).not.toContain(secret)
  })

  test.each([
    ['an unknown recipient', 550, 'refused', 'refused'],
    ['a greylist', 451, 'again', 'put_off'],
    ['a full mailbox', 452, 'again', 'put_off'],
    ['a service that closes', 421, 'again', 'put_off'],
  ])('%s', async (_of, code, outcome, reason) => {
    server.habits.rcpt = () => answer(code, `${code} 4.2.0 so it is`)
    expect(await sendMail(server.client, mail)).toMatchObject({ outcome, reason })
    expect(server.delivered).toEqual([])
  })

  test.each([
    ['refused behind the message', 554, 'refused', 'refused'],
    ['put off behind the message', 451, 'again', 'put_off'],
  ])('%s', async (_of, code, outcome, reason) => {
    server.habits.data = () => answer(code, `${code} says the filter`)
    expect(await sendMail(server.client, mail)).toMatchObject({ outcome, reason })
  })

  test('a line that goes dead within the message is tried again', async () => {
    server.habits.dropInData = true
    const large = { ...mail, text: 'x'.repeat(500_000) }
    expect(await sendMail(server.client, large)).toMatchObject({ outcome: 'again', reason: 'away' })
  })

  test('nor is it sent where the line goes dead before the answer: the name says it is the same', async () => {
    server.habits.dropBehindData = true
    expect(await sendMail(server.client, mail)).toMatchObject({ outcome: 'again', reason: 'away' })
    server.habits.dropBehindData = false
    expect(await sendMail(server.client, mail)).toMatchObject({ outcome: 'sent' })
    const names = server.delivered.map(({ raw }) => /Message-ID: (\S+)/.exec(raw)?.[1])
    expect(names).toEqual([`<${mail.id}@stonks.example>`, `<${mail.id}@stonks.example>`])
  })

  test('what others wrote adds neither headers nor recipients', async () => {
    const hostile = {
      ...mail,
      subject: 'AAA\r\nBcc: thief@example.com\r\n\r\nbody',
      text: 'one\r\n.\r\nMAIL FROM:<thief@example.com>\r\n',
    }
    expect(await sendMail(server.client, hostile)).toMatchObject({ outcome: 'sent' })
    const [got] = server.delivered
    expect(server.delivered).toHaveLength(1)
    expect(got!.to).toEqual(['ann@example.com'])
    expect(got!.raw).not.toMatch(/^Bcc:/im)
  })
})

describe('a server that is not there, or as good as', () => {
  const client = {
    host: '127.0.0.1',
    security: 'starttls' as const,
    user: USER,
    password: PASSWORD,
    ca: '',
    waitMs: 50,
    totalMs: 200,
  }
  const open: { close(): Promise<void> }[] = []
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())))

  test('nobody listens', async () => {
    const { port, close } = await openRawServer(() => undefined)
    await close()
    expect(await sendMail({ ...client, port }, mail)).toMatchObject({
      outcome: 'again',
      reason: 'away',
    })
  })

  test('it never greets', async () => {
    const raw = await openRawServer(() => undefined)
    open.push(raw)
    const sent = await sendMail({ ...client, port: raw.port }, mail)
    expect(sent).toMatchObject({ outcome: 'again', reason: 'away' })
  })

  test('it greets on and on', async () => {
    const timers: NodeJS.Timeout[] = []
    const raw = await openRawServer((socket) => {
      timers.push(setInterval(() => socket.write('220-and more\r\n'), 5))
    })
    open.push(raw)
    const sent = await sendMail({ ...client, port: raw.port, waitMs: 60_000 }, mail)
    timers.forEach(clearInterval)
    expect(sent).toMatchObject({ outcome: 'again', reason: 'away' })
  })
})

describe('the server that the environment names', () => {
  const before = { ...process.env }
  afterEach(() => {
    process.env = { ...before }
  })

  test('is Gmail by STARTTLS, signed in as the sender, unless it says otherwise', () => {
    expect(readSmtpServer(USER)).toMatchObject({
      host: 'smtp.gmail.com',
      port: 587,
      security: 'starttls',
      user: USER,
    })
  })

  test('plain text goes within this machine alone', () => {
    Object.assign(process.env, { SMTP_SECURITY: 'none', SMTP_HOST: 'mail.example.com' })
    expect(() => readSmtpServer(USER)).toThrow('Read SMTP_HOST: expected TLS')
    process.env['SMTP_HOST'] = 'localhost'
    expect(readSmtpServer(USER)).toMatchObject({ security: 'none' })
    process.env['SMTP_SECURITY'] = 'maybe'
    expect(() => readSmtpServer(USER)).toThrow('Read SMTP_SECURITY: expected starttls, tls, none')
  })
})
