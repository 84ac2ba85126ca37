/** A company's sign-in by OpenID Connect: what is known of it, by discovery, and who is which role. */

import * as client from 'openid-client'
import { Role } from '#shared/contracts/api/principal.ts'
import { readEnv } from '#shared/host/env.ts'
import { isLoopback } from '#shared/host/loopback.ts'
import * as v from 'valibot'

export type CompanySignIn = {
  /** What the button says. */
  name: string
  rolesClaim: string
  /** Which value of the claim gives which role. */
  roles: readonly { role: Role; value: string }[]
  /** Where it sends people back to. */
  callback: string
  /** Asked once; again where it did not answer. */
  discover(): Promise<client.Configuration>
}

export type CompanySignInSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  name: string
  rolesClaim: string
  roles: string
}

const SECONDS_MAX = 10

/** Undefined where none is set. @throws RangeError of a setting that cannot be. */
export function openCompany(
  origin: string,
  settings: CompanySignInSettings = readSettings(),
): CompanySignIn | undefined {
  const { issuer, clientId, clientSecret, name, rolesClaim, roles } = settings
  if (issuer === '') return undefined
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isNear = url !== undefined && isLoopback(url.hostname)
  if (!url || (url.protocol !== 'https:' && !isNear))
    throw new RangeError('Read OIDC_ISSUER: expected an https address')
  let asked: Promise<client.Configuration> | undefined
  return {
    name,
    rolesClaim,
    roles: readRoles(roles),
    callback: `${origin}/api/access/oidc/callback`,
    discover: () =>
      (asked ??= client
        .discovery(
          url,
          clientId,
          undefined,
          clientSecret === '' ? client.None() : client.ClientSecretPost(clientSecret),
          {
            timeout: SECONDS_MAX,
            execute: [
              // Without it the signature is left to TLS.
              client.enableNonRepudiationChecks,
              ...(url.protocol === 'https:' ? [] : [client.allowInsecureRequests]),
            ],
          },
        )
        .catch((fault: unknown) => {
          asked = undefined
          throw fault
        })),
  }
}

function readSettings(): CompanySignInSettings {
  return {
    issuer: readEnv('OIDC_ISSUER'),
    clientId: readEnv('OIDC_CLIENT_ID'),
    clientSecret: readEnv('OIDC_CLIENT_SECRET'),
    name: readEnv('OIDC_NAME'),
    rolesClaim: readEnv('OIDC_ROLES_CLAIM'),
    roles: readEnv('OIDC_ROLES'),
  }
}

function readRoles(text: string): { role: Role; value: string }[] {
  return text
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const [, word, value] = /^\s*(\w+)=(.+?)\s*$/.exec(pair) ?? []
      const role = v.safeParse(Role, word)
      if (role.success && value !== undefined) return { role: role.output, value }
      throw new RangeError(
        `Read OIDC_ROLES: expected pairs such as admin=stonks-admins, found "${pair}"`,
      )
    })
}
