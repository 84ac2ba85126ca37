import type { INetworkPolicySpec } from 'kubernetes-models/networking.k8s.io/v1'
import { describe, expect, test } from 'vitest'
import { allowedPorts, type End, type Labels, type Policy } from './policy-graph.ts'

const pod = (namespace: string, labels: Labels, address = '10.1.0.1'): End => ({
  address,
  pod: { namespace, labels },
})

const ends = {
  web: pod('shop', { app: 'web' }),
  db: pod('shop', { app: 'db', tier: 'data' }),
  bare: pod('shop', {}),
  sameNameAway: pod('lab', { app: 'web' }),
  away: pod('lab', { app: 'other' }),
  outside: { address: '198.51.100.7' },
  outside6: { address: '2001:db8::7' },
  excepted: { address: '198.51.100.200' },
} satisfies Record<string, End>
type Name = keyof typeof ends

const policy = (spec: INetworkPolicySpec, namespace = 'shop'): Policy => ({ namespace, spec })
const db = { matchLabels: { app: 'db' } }
const web = { matchLabels: { app: 'web' } }
const lab = { matchLabels: { 'kubernetes.io/metadata.name': 'lab' } }
const onto = (spec: Omit<INetworkPolicySpec, 'podSelector'>) => policy({ podSelector: db, ...spec })

const print = (policies: Policy[], from: Name, to: Name) =>
  allowedPorts(policies, ends[from], ends[to])
    .map(({ protocol, first, last }) => `${protocol} ${first}-${last}`)
    .join(', ')

/** Who of all ends gets to db. */
const reaching = (...policies: Policy[]) =>
  Object.keys(ends).filter((name) => print(policies, name as Name, 'db') !== '')
const everyone = Object.keys(ends)

describe('who reaches a pod', () => {
  const cases: [says: string, policies: Policy[], who: string[]][] = [
    ['no policy: everyone', [], everyone],
    ['a policy on another pod: everyone', [policy({ podSelector: web, ingress: [] })], everyone],
    ['a policy of another namespace', [policy({ podSelector: {}, ingress: [] }, 'lab')], everyone],
    ['no rule: no one', [onto({ policyTypes: ['Ingress'] })], []],
    ['an empty list of rules: no one', [onto({ ingress: [] })], []],
    ['an empty rule: everyone', [onto({ ingress: [{}] })], everyone],
    ['an empty list of peers: everyone', [onto({ ingress: [{ from: [] }] })], everyone],
    [
      'an empty podSelector of a policy selects all',
      [policy({ podSelector: {}, ingress: [] })],
      [],
    ],
    [
      'an empty podSelector of a peer: its own namespace',
      [onto({ ingress: [{ from: [{ podSelector: {} }] }] })],
      ['web', 'db', 'bare'],
    ],
    [
      'an empty namespaceSelector: pods of every namespace, no address outside',
      [onto({ ingress: [{ from: [{ namespaceSelector: {} }] }] })],
      ['web', 'db', 'bare', 'sameNameAway', 'away'],
    ],
    [
      'both selectors in one peer: and',
      [onto({ ingress: [{ from: [{ namespaceSelector: lab, podSelector: web }] }] })],
      ['sameNameAway'],
    ],
    [
      'both selectors in two peers: or, the podSelector at home',
      [onto({ ingress: [{ from: [{ namespaceSelector: lab }, { podSelector: web }] }] })],
      ['web', 'sameNameAway', 'away'],
    ],
    [
      'two policies add up',
      [onto({ ingress: [] }), onto({ ingress: [{ from: [{ podSelector: web }] }] })],
      ['web'],
    ],
    [
      'a block of addresses, without its exceptions',
      [
        onto({
          ingress: [
            { from: [{ ipBlock: { cidr: '198.51.100.0/24', except: ['198.51.100.128/25'] } }] },
          ],
        }),
      ],
      ['outside'],
    ],
    [
      'all of IPv4 is none of IPv6; pods have addresses too',
      [onto({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })],
      everyone.filter((name) => name !== 'outside6'),
    ],
    [
      'an exception of one peer does not bind another',
      [
        onto({
          ingress: [
            {
              from: [
                { ipBlock: { cidr: '0.0.0.0/0', except: ['198.51.100.0/24'] } },
                { ipBlock: { cidr: '198.51.100.200/32' } },
              ],
            },
          ],
        }),
      ],
      everyone.filter((name) => !['outside', 'outside6'].includes(name)),
    ],
  ]
  test.each(cases)('%s', (_says, policies, who) => expect(reaching(...policies)).toEqual(who))
})

describe('expressions of a selector', () => {
  const select = (operator: string, values?: string[]) =>
    reaching(
      onto({
        ingress: [
          {
            from: [
              {
                podSelector: {
                  matchExpressions: [{ key: 'app', operator, ...(values && { values }) }],
                },
              },
            ],
          },
        ],
      }),
    )
  test.each<[string, string[] | undefined, string[]]>([
    ['In', ['web', 'shop'], ['web']],
    ['NotIn', ['web'], ['db', 'bare']],
    ['Exists', undefined, ['web', 'db']],
    ['DoesNotExist', undefined, ['bare']],
  ])('%s %s', (operator, values, who) => expect(select(operator, values)).toEqual(who))

  test('labels and expressions must all match', () => {
    const podSelector = {
      matchLabels: { tier: 'data' },
      matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }],
    }
    expect(reaching(onto({ ingress: [{ from: [{ podSelector }] }] }))).toEqual([])
  })
})

describe('at which ports', () => {
  const at = (...ports: NonNullable<NonNullable<INetworkPolicySpec['ingress']>[number]['ports']>) =>
    print([onto({ ingress: [{ ports }] })], 'web', 'db')

  test('none given: all of all protocols', () =>
    expect(at()).toBe('SCTP 1-65535, TCP 1-65535, UDP 1-65535'))
  test('a port is of TCP', () => expect(at({ port: 80 })).toBe('TCP 80-80'))
  test('a protocol alone: all its ports', () => expect(at({ protocol: 'UDP' })).toBe('UDP 1-65535'))
  test('endPort ends a span', () => expect(at({ port: 8000, endPort: 8010 })).toBe('TCP 8000-8010'))
  test('spans that touch are one', () =>
    expect(at({ port: 82 }, { port: 80, endPort: 81 }, { port: 53, protocol: 'UDP' })).toBe(
      'TCP 80-82, UDP 53-53',
    ))
  test('a name is refused', () => expect(() => at({ port: 'http' })).toThrow('by name'))

  test('peers and ports of one rule belong together', () => {
    const policies = [
      onto({
        ingress: [
          { from: [{ podSelector: web }], ports: [{ port: 80 }] },
          { from: [{ namespaceSelector: lab }], ports: [{ port: 443 }] },
        ],
      }),
    ]
    expect(print(policies, 'web', 'db')).toBe('TCP 80-80')
    expect(print(policies, 'away', 'db')).toBe('TCP 443-443')
  })
})

describe('the way out', () => {
  const noWayOut = policy({ podSelector: web, policyTypes: ['Egress'] })

  test('a policy of egress alone leaves ingress open, and the reverse', () => {
    expect(print([noWayOut], 'web', 'db')).toBe('')
    expect(print([noWayOut], 'db', 'web')).not.toBe('')
    expect(print([policy({ podSelector: web, ingress: [] })], 'web', 'db')).not.toBe('')
  })

  test('policyTypes left out mean egress only where there are rules of it', () => {
    const none = policy({ podSelector: web, egress: [] })
    expect(print([none], 'web', 'db')).not.toBe('')
    expect(print([none], 'db', 'web')).toBe('')
    const some = policy({ podSelector: web, egress: [{ to: [{ podSelector: web }] }] })
    expect(print([some], 'web', 'db')).toBe('')
  })

  test('both ends must agree, on the same ports', () => {
    const out = policy({
      podSelector: web,
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: db }], ports: [{ port: 5430, endPort: 5440 }] }],
    })
    const into = onto({ ingress: [{ from: [{ podSelector: web }], ports: [{ port: 5432 }] }] })
    expect(print([out], 'web', 'db')).toBe('TCP 5430-5440')
    expect(print([out, into], 'web', 'db')).toBe('TCP 5432-5432')
    expect(print([out, onto({ ingress: [] })], 'web', 'db')).toBe('')
  })

  test('an address outside has no policies of its own', () => {
    const out = policy({
      podSelector: web,
      egress: [{ to: [{ ipBlock: { cidr: '::/0' } }], ports: [{ port: 443 }] }],
    })
    expect(print([out], 'web', 'outside6')).toBe('TCP 443-443')
    expect(print([out], 'web', 'outside')).toBe('')
  })
})
