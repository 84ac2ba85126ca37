import type { IContainer, IPodSpec } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { gapsOf } from './hardening.ts'
import { breachesOf } from './pod-security.ts'
import { podsOf, type PodTemplate } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
} satisfies IContainer['securityContext']

const container = (changes: Partial<IContainer> = {}): IContainer => ({
  name: 'main',
  image: 'node:24-slim',
  securityContext: SECURITY,
  ...changes,
})
const secured = (changes: NonNullable<IContainer['securityContext']>): IPodSpec => ({
  containers: [container({ securityContext: { ...SECURITY, ...changes } })],
})
const pod = (changes: Partial<IPodSpec>): IPodSpec => ({ containers: [container()], ...changes })
const { runAsNonRoot: _root, ...mayBeRoot } = SECURITY
const { seccompProfile: _profile, ...unconfined } = SECURITY

describe('the restricted profile', () => {
  const bad: [control: string, spec: IPodSpec][] = [
    ['hostNamespaces', pod({ hostNetwork: true })],
    ['hostNamespaces', pod({ hostPID: true })],
    ['hostNamespaces', pod({ hostIPC: true })],
    ['windowsHostProcess', pod({ securityContext: { windowsOptions: { hostProcess: true } } })],
    ['windowsHostProcess', secured({ windowsOptions: { hostProcess: true } })],
    ['privileged', secured({ privileged: true })],
    ['volumes', pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] })],
    ['volumes', pod({ volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }] })],
    ['hostPorts', pod({ containers: [container({ ports: [{ containerPort: 1, hostPort: 1 }] })] })],
    [
      'probeHosts',
      pod({ containers: [container({ livenessProbe: { httpGet: { port: 1, host: 'h' } } })] }),
    ],
    [
      'probeHosts',
      pod({ containers: [container({ readinessProbe: { tcpSocket: { port: 1, host: 'h' } } })] }),
    ],
    [
      'probeHosts',
      pod({
        containers: [container({ lifecycle: { preStop: { httpGet: { port: 1, host: 'h' } } } })],
      }),
    ],
    ['appArmor', secured({ appArmorProfile: { type: 'Unconfined' } })],
    ['appArmor', pod({ securityContext: { appArmorProfile: { type: 'Unconfined' } } })],
    ['seLinux', secured({ seLinuxOptions: { type: 'spc_t' } })],
    ['seLinux', pod({ securityContext: { seLinuxOptions: { user: 'u' } } })],
    ['seLinux', secured({ seLinuxOptions: { role: 'r' } })],
    ['procMount', secured({ procMount: 'Unmasked' })],
    ['sysctls', pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } })],
    ['allowPrivilegeEscalation', secured({ allowPrivilegeEscalation: true })],
    ['runAsNonRoot', secured({ runAsNonRoot: false })],
    ['runAsNonRoot', pod({ securityContext: { runAsNonRoot: false } })],
    ['runAsNonRoot', pod({ containers: [container({ securityContext: mayBeRoot })] })],
    ['runAsUser', secured({ runAsUser: 0 })],
    ['runAsUser', pod({ securityContext: { runAsUser: 0 } })],
    ['seccompProfile', secured({ seccompProfile: { type: 'Unconfined' } })],
    ['seccompProfile', pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } })],
    ['seccompProfile', pod({ containers: [container({ securityContext: unconfined })] })],
    ['capabilities', secured({ capabilities: {} })],
    ['capabilities', secured({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })],
    ['capabilities', secured({ capabilities: { drop: ['NET_RAW'] } })],
    [
      'privileged',
      pod({ initContainers: [container({ securityContext: { ...SECURITY, privileged: true } })] }),
    ],
    [
      'privileged',
      pod({
        ephemeralContainers: [container({ securityContext: { ...SECURITY, privileged: true } })],
      }),
    ],
  ]
  test.each(bad)('refuses for %s alone (%#)', (control, spec) => {
    const breaches = breachesOf(spec)
    expect(breaches.map((breach) => breach.split(':')[0])).toEqual([control])
  })

  test('refuses an AppArmor annotation, and a container that says nothing', () => {
    const unconfinedBy = { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' }
    expect(breachesOf(pod({}), unconfinedBy)).toHaveLength(1)
    expect(breachesOf({ containers: [{ name: 'main', image: 'x' }] })).toEqual([
      'allowPrivilegeEscalation: main',
      'runAsNonRoot: main',
      'seccompProfile: main',
      'capabilities: main',
    ])
  })

  const good: [says: string, spec: IPodSpec][] = [
    ['a container that says all', pod({})],
    [
      'a pod that says it for its container',
      {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } },
        containers: [
          container({
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          }),
        ],
      },
    ],
    ['a low port', secured({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } })],
    ['a user who is not root', secured({ runAsUser: 65_532 })],
    [
      'a harmless sysctl',
      pod({ securityContext: { sysctls: [{ name: 'net.ipv4.tcp_wmem', value: '1' }] } }),
    ],
    ['volumes of its own', pod({ volumes: [{ name: 'a' }, { name: 'b', emptyDir: {} }] })],
    ['SELinux for containers', secured({ seLinuxOptions: { type: 'container_t', level: 's0' } })],
    [
      'probes of itself',
      pod({ containers: [container({ livenessProbe: { httpGet: { port: 1 } } })] }),
    ],
    [
      'a user namespace of its own',
      { ...secured({ runAsNonRoot: false, runAsUser: 0 }), hostUsers: false },
    ],
  ]
  test.each(good)('passes %s', (_says, spec) => expect(breachesOf(spec)).toEqual([]))
})

describe('what pods owe beyond it', () => {
  const whole = container({
    resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
    readinessProbe: { httpGet: { port: 1 } },
    livenessProbe: { httpGet: { port: 1 } },
  })
  const template = (changes: Partial<IContainer>, spec: Partial<IPodSpec> = {}): PodTemplate => ({
    owner: 'Deployment/x',
    kind: 'Deployment',
    labels: {},
    annotations: {},
    spec: {
      automountServiceAccountToken: false,
      serviceAccountName: 'x',
      containers: [{ ...whole, ...changes }],
      ...spec,
    },
  })
  const { readinessProbe: _ready, livenessProbe: _live, ...unasked } = whole

  test.each<[string, PodTemplate, number]>([
    ['nothing missing', template({}), 0],
    ['a token', template({}, { automountServiceAccountToken: true }), 1],
    ['the default account', template({}, { serviceAccountName: 'default' }), 1],
    ['a root that may be written', template({ securityContext: {} }), 1],
    ['no resources', template({ resources: {} }), 3],
    ['no limits', template({ resources: { ...whole.resources, limits: {} } }), 2],
    ['the newest image', template({ image: 'localhost:5000/x:latest' }), 1],
    ['an image without a tag', template({ image: 'localhost:5000/x' }), 1],
    ['a digest', template({ image: `x@sha256:${'0'.repeat(64)}` }), 0],
    ['no probes', template({}, { containers: [unasked] }), 2],
    ['no probes, in a Job', { ...template({}, { containers: [unasked] }), kind: 'Job' }, 0],
    ['no probes, in a CronJob', { ...template({}, { containers: [unasked] }), kind: 'CronJob' }, 0],
    ['a bare init container', template({}, { initContainers: [container()] }), 3],
  ])('%s', (_says, pod, gaps) => expect(gapsOf(pod)).toHaveLength(gaps))
})

describe.skipIf(noHelm)('every pod of the chart (needs helm from npm)', () => {
  test.each([
    ['values.yaml', {}],
    ['values-beta.yaml', {}],
    ['values-paper.yaml', {}],
    ['values-live.yaml', {}],
    ['values.yaml', { 'global.autoscaler': 'kpa' }],
    ['values.yaml', { 'global.pipelineEnabled': 'false' }],
    [
      'values.yaml',
      { 'seed.universe': 'ticker', 'seed.backfillDays': '30', 'monitoring.enabled': 'true' },
    ],
  ])('keeps to both: %s %j', async (values, set) => {
    const pods = podsOf(await render({ values: [values], set: { ...REQUIRED, ...set } }))
    expect(pods.length).toBeGreaterThanOrEqual(20)
    const faults = pods.flatMap((pod) =>
      [...breachesOf(pod.spec, pod.annotations), ...gapsOf(pod)].map(
        (fault) => `${pod.owner}: ${fault}`,
      ),
    )
    expect(faults).toEqual([])
  })
})
