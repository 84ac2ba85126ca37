/** Which IP addresses are out on the internet, as against our own machines and networks. */

/** IPv4 ranges that are somebody's own, reserved, or lead back to one: IANA special-purpose registry. */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private, RFC 1918
  ['100.64.0.0', 10], // carrier-grade NAT, RFC 6598
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // the host under an Azure machine
  ['169.254.0.0', 16], // link-local, and the metadata of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // IETF protocols
  ['192.0.2.0', 24], // documentation, RFC 5737
  ['192.52.193.0', 24], // multicast tunnels
  ['192.88.99.0', 24], // 6to4 relays, RFC 7526
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks, RFC 2544
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
]

/** All of IPv6 that is handed out; loopback, mapped, NAT64, local and multicast lie outside of it. */
const GIVEN_V6: readonly [string, number] = ['2000::', 3]
const PRIVATE_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // IETF protocols, Teredo and benchmarks among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: holds an IPv4 address
  ['3fff::', 20], // documentation, RFC 9637
]

/** True for an address, as PostgreSQL and sockets write it, that anybody may be sent to. */
export function isPublicAddress(text: string): boolean {
  const v4 = parseV4(text)
  if (v4 !== undefined)
    return !PRIVATE_V4.some(([net, bits]) => within(v4, parseV4(net)!, bits, 32))
  const v6 = parseV6(text)
  if (v6 === undefined || !within(v6, parseV6(GIVEN_V6[0])!, GIVEN_V6[1], 128)) return false
  return !PRIVATE_V6.some(([net, bits]) => within(v6, parseV6(net)!, bits, 128))
}

/** Whether a host as `URL` writes it is an address and no name. */
export function isAddress(host: string): boolean {
  return parseV4(host) !== undefined || host.startsWith('[')
}

function within(address: bigint, net: bigint, bits: number, width: number): boolean {
  const rest = BigInt(width - bits)
  return address >> rest === net >> rest
}

/** Four decimal numbers, and no other spelling: `URL` has turned those into this one. */
function parseV4(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return undefined
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

const GROUPS = 8

function parseV6(text: string): bigint | undefined {
  const [, head, tail] = /^\[?([0-9a-f:.]+)\]?()$/i.exec(text) ?? []
  if (head === undefined || tail === undefined) return undefined
  const [before, after, ...more] = head.split('::').map(groupsOf)
  if (!before || more.length > 0) return undefined
  const gap = GROUPS - before.length - (after?.length ?? 0)
  if (after ? gap < 1 : gap !== 0) return undefined
  const groups = [...before, ...Array.from({ length: gap }, () => 0n), ...(after ?? [])]
  return groups.some((group) => group < 0n)
    ? undefined
    : groups.reduce((sum, group) => sum * 65_536n + group, 0n)
}

/** Groups of 16 bits; -1 stands for one that cannot be read. */
function groupsOf(text: string): bigint[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    const v4 = parseV4(group)
    if (v4 !== undefined) return [v4 >> 16n, v4 & 65_535n]
    return /^[0-9a-f]{1,4}$/i.test(group) ? BigInt(`0x${group}`) : -1n
  })
}
