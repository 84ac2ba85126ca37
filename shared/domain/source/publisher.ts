/**
 * Who says something: the registered domain that it was fetched from, or the owner its feed is
 * registered with; never what an item says of itself.
 */

import { getDomain } from 'tldts'
import { alike } from '../document/text/normalise.ts'
import { groups, houses, PAID_WIRES } from './houses.ts'

const BY_DOMAIN = new Map(
  houses.flatMap((house) => house.domains.map((domain) => [domain, house] as const)),
)
const BY_NAME = new Map(
  houses.flatMap((house) => house.names.map((name) => [name, house] as const)),
)
const GROUPS = new Map(
  Object.entries(groups).flatMap(([owner, domains]) =>
    domains.map((domain) => [domain, owner] as const),
  ),
)

/** "news.bbc.co.uk" is bbc.co.uk, "someone.github.io" itself; undefined for addresses and local names. */
export function registeredDomain(hostOrUrl: string): string | undefined {
  const url = [hostOrUrl, `http://${hostOrUrl}`].find(
    (text) => URL.canParse(text) && text.includes('://'),
  )
  if (url === undefined) return undefined
  return getDomain(new URL(url).hostname, { allowPrivateDomains: true }) ?? undefined
}

/**
 * How a publisher is known: by the domain it is registered with, by the known house of that name,
 * or where it is neither by the name alone, in one spelling; undefined for an empty one. An address
 * without a domain is known by its host.
 */
export function publisherIdOf(ownerOrAddress: string): string | undefined {
  const text = ownerOrAddress.trim()
  const isAddress = URL.canParse(text) && text.includes('://')
  const isDomain = isAddress || /^[^\s/]+\.[^\s/]+$/.test(text)
  const domain = isDomain ? registeredDomain(text) : undefined
  if (domain !== undefined) return BY_DOMAIN.get(domain)?.domains[0] ?? domain
  if (isAddress) return new URL(text).hostname
  const key = publisherKey(text)
  return BY_NAME.get(key)?.domains[0] ?? (key || undefined)
}

/** The group that owns a domain; the domain itself where it is nobody's that we know. */
export function ownerOf(domain: string): string {
  return GROUPS.get(domain) ?? domain
}

/** Whether companies pay to be told there. */
export function isPaidWire(publisherId: string): boolean {
  return ownerOf(publisherId) === PAID_WIRES
}

/** How far a publisher is believed by its domain, in [0, 1]; undefined where it is not one we know. */
export function standingOf(publisherId: string): number | undefined {
  return BY_DOMAIN.get(publisherId)?.standing
}

/** A name with what varies between sources removed: "The Guardian" and "guardian.com" are one. */
export function publisherKey(publisher: string): string {
  return alike(publisher)
    .toLowerCase()
    .replace(/^(https?:\/\/)?www\./, '')
    .replace(/\.(com|org|net|co\.uk)$/, '')
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
}
