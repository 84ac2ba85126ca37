/** A company's sign-in (OpenID Connect) on a port of its own: right, or bent in one place. */

import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { afterAll } from 'vitest'

export const CLIENT_ID = 'stonks'
export const CLIENT_SECRET = 'the secret of the company’s client'

type Asked = { challenge: string; nonce: string; maxAge: string; redirectUri: string }

export type CompanyBend = {
  /** In place of what the ID token should say; undefined leaves it out. */
  claims?: Record<string, unknown>
  /** Signed with a key that it does not publish. */
  strangeKey?: boolean
  /** Signed with the client's secret, or not at all. */
  algorithm?: 'HS256' | 'none'
  withoutIdToken?: boolean
  /** Seconds ago that the person was asked. */
  askedAgo?: number
}

export async function openCompanyServer() {
  const good = await generateKeyPair('RS256')
  const strange = await generateKeyPair('RS256')
  const codes = new Map<string, Asked>()
  let who: Record<string, unknown> = {}
  let bend: CompanyBend = {}
  let issuer = ''
  const seen = { verifiers: 0, wrongVerifiers: 0 }

  const idToken = async ({ nonce }: Asked) => {
    const now = Math.floor(Date.now() / 1000)
    const told = {
      iss: issuer,
      aud: CLIENT_ID,
      iat: now,
      exp: now + 300,
      nonce,
      auth_time: now - (bend.askedAgo ?? 0),
      ...who,
      ...bend.claims,
    }
    if (bend.algorithm === 'none') return unsigned(told)
    const alg = bend.algorithm ?? 'RS256'
    const key: CryptoKey | Uint8Array =
      alg === 'HS256'
        ? new TextEncoder().encode(CLIENT_SECRET)
        : (bend.strangeKey ? strange : good).privateKey
    return new SignJWT(told).setProtectedHeader({ alg, kid: 'one' }).sign(key)
  }

  const give = async (form: URLSearchParams) => {
    const code = form.get('code') ?? ''
    const asked = codes.get(code)
    codes.delete(code)
    const verifier = form.get('code_verifier') ?? ''
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    if (!asked || asked.challenge !== challenge || form.get('client_secret') !== CLIENT_SECRET) {
      seen.wrongVerifiers += 1
      return { status: 400, body: { error: 'invalid_grant' } }
    }
    seen.verifiers += 1
    const tokens = { access_token: 'x', token_type: 'Bearer', expires_in: 300 }
    const body = bend.withoutIdToken ? tokens : { ...tokens, id_token: await idToken(asked) }
    return { status: 200, body }
  }

  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const url = new URL(request.url ?? '/', issuer)
    const handle = async () => {
      if (url.pathname === '/.well-known/openid-configuration')
        return reply(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        })
      if (url.pathname === '/jwks') {
        const jwk = await exportJWK(good.publicKey)
        return reply(200, { keys: [{ ...jwk, kid: 'one', alg: 'RS256', use: 'sig' }] })
      }
      if (url.pathname === '/token') {
        const chunks: Buffer[] = []
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
        const { status, body } = await give(new URLSearchParams(Buffer.concat(chunks).toString()))
        return reply(status, body)
      }
      return reply(404, {})
    }
    void handle()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  return {
    issuer,
    seen,
    /** The person signs in there; returns where their browser is sent. */
    signIn(address: string, person: Record<string, unknown>, bent: CompanyBend = {}): URL {
      const asked = new URL(address).searchParams
      who = person
      bend = bent
      const code = randomUUID()
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        maxAge: asked.get('max_age') ?? '',
        redirectUri: asked.get('redirect_uri') ?? '',
      })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      return back
    },
  }
}

function unsigned(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode({ alg: 'none' })}.${encode(claims)}.`
}
