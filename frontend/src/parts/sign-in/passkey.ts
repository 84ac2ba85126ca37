/** What the browser does with passkeys, and its faults in words. */

import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import type { Me, PasskeyRow } from '#shared/contracts/api/access-rows.ts'
import { send } from '../../api/read.ts'

type SignOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type EnrolOptions = Parameters<typeof startRegistration>[0]['optionsJSON']

export async function signInByPasskey(): Promise<Me> {
  return send('POST /api/access/sign-in', {
    body: await prove(await send('POST /api/access/sign-in/options', {})),
  })
}

/** Shows anew, by a passkey, that the person who signed in still sits there. */
export async function stepUpByPasskey(): Promise<Me> {
  return send('POST /api/access/step-up', {
    body: await prove(await send('POST /api/access/step-up/options', {})),
  })
}

/** `held`: how many keys the person has; one that already signs in is confirmed by a key they have. */
export async function enrolPasskey(name: string, held: number): Promise<PasskeyRow> {
  const options = await send('POST /api/access/passkeys/options', {
    says: {
      does: 'Add a key',
      consequences: [{ what: 'Keys that sign you in', from: String(held), to: String(held + 1) }],
    },
  })
  const response = await startRegistration({
    optionsJSON: options as unknown as EnrolOptions,
  }).catch(sayInWords)
  return send('POST /api/access/passkeys', { body: { name, response: { ...response } } })
}

/** Why passkeys do not work here; undefined where they do. */
export function passkeysFailHere(): string | undefined {
  if (/^[\d.]+$|^\[/.test(location.hostname)) {
    return 'A passkey belongs to a name, and this address is a number.'
  }
  if (browserSupportsWebAuthn()) return undefined
  return isSecureContext
    ? 'This browser knows no passkeys.'
    : 'Passkeys work over https, or on localhost; this address is neither.'
}

/** The same page by name, where the address is this machine's number. */
export function addressByName(): string | undefined {
  if (!['127.0.0.1', '[::1]'].includes(location.hostname)) return undefined
  return location.href.replace(location.hostname, 'localhost')
}

async function prove(options: unknown): Promise<Record<string, unknown>> {
  const response = await startAuthentication({ optionsJSON: options as SignOptions }).catch(
    sayInWords,
  )
  return { ...response }
}

const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError: 'the browser was cancelled, waited too long, or has no passkey for this page',
  InvalidStateError: 'this device already holds a passkey of yours',
  AbortError: 'another question for a passkey took its place',
  SecurityError: 'this address is not the one that passkeys of this page belong to',
}

function sayInWords(fault: unknown): never {
  const name = fault instanceof Error ? fault.name : ''
  throw new Error(WORDS[name] ?? (fault instanceof Error ? fault.message : String(fault)), {
    cause: fault,
  })
}
