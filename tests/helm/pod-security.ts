/** Kubernetes' "restricted" pod security standard, as of version 1.35: what of a pod breaks it. */

import type { IContainer, IPodSpec } from 'kubernetes-models/v1'

type Context = NonNullable<IContainer['securityContext']>
/** The pod or one of its containers, and what it says of its security. */
type Scope = { who: string; context: Partial<Context> }
type Annotations = Record<string, string>
/** Answers who breaks the control; an empty list where nobody does. */
type Control = (spec: IPodSpec, annotations: Annotations) => string[]

/** The names of the controls that a pod breaks, each with who breaks it. */
export function breachesOf(spec: IPodSpec, annotations: Annotations = {}): string[] {
  return Object.entries(controls).flatMap(([name, control]) => {
    const who = control(spec, annotations)
    return who.length > 0 ? [`${name}: ${who.join(', ')}`] : []
  })
}

/** Containers of every sort: those that run before, those that run, those added by hand. */
export function containersOf(spec: IPodSpec): IContainer[] {
  const { initContainers = [], containers, ephemeralContainers = [] } = spec
  return [...initContainers, ...containers, ...(ephemeralContainers as IContainer[])]
}

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]
const SE_LINUX = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]
const PROFILES = ['RuntimeDefault', 'Localhost']
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/'

const controls: Record<string, Control> = {
  hostNamespaces: ({ hostNetwork, hostPID, hostIPC }) =>
    Object.entries({ hostNetwork, hostPID, hostIPC }).flatMap(([name, on]) => (on ? [name] : [])),
  windowsHostProcess: (spec) =>
    scopes(spec, ({ windowsOptions }) => windowsOptions?.hostProcess === true),
  privileged: (spec) => containers(spec, ({ privileged }) => privileged === true),
  // Without a source a volume is an empty folder.
  volumes: ({ volumes = [] }) =>
    volumes
      .filter((volume) => Object.keys(volume).some((key) => isOther(key, ['name', ...VOLUMES])))
      .map(({ name }) => name),
  hostPorts: (spec) =>
    namesOf(spec, ({ ports = [] }) => ports.some(({ hostPort }) => (hostPort ?? 0) !== 0)),
  probeHosts: (spec) => namesOf(spec, asksAnotherHost),
  appArmor: (spec, annotations) => [
    ...scopes(spec, ({ appArmorProfile }) => isOther(appArmorProfile?.type, PROFILES)),
    ...Object.entries(annotations)
      .filter(
        ([key, value]) =>
          key.startsWith(APP_ARMOR) && !/^$|^runtime\/default$|^localhost\//.test(value),
      )
      .map(([key]) => key),
  ],
  seLinux: (spec) =>
    scopes(spec, ({ seLinuxOptions: options }) =>
      Boolean(options && (isOther(options.type, SE_LINUX) || options.user || options.role)),
    ),
  procMount: (spec) => containers(spec, ({ procMount }) => isOther(procMount, ['Default'])),
  sysctls: ({ securityContext }) =>
    (securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => isOther(name, SYSCTLS)),
  allowPrivilegeEscalation: onLinux((spec) =>
    containers(spec, ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation !== false),
  ),
  runAsNonRoot: onHostUsers((spec) => [
    ...scopes(spec, ({ runAsNonRoot }) => runAsNonRoot === false),
    ...unset(spec, ({ runAsNonRoot }) => runAsNonRoot),
  ]),
  runAsUser: onHostUsers((spec) => scopes(spec, ({ runAsUser }) => runAsUser === 0)),
  seccompProfile: onLinux((spec) => [
    ...scopes(spec, ({ seccompProfile }) => isOther(seccompProfile?.type, PROFILES)),
    ...unset(spec, ({ seccompProfile }) => seccompProfile),
  ]),
  capabilities: onLinux((spec) =>
    containers(
      spec,
      ({ capabilities: { add = [], drop = [] } = {} }) =>
        !drop.includes('ALL') || add.some((name) => name !== 'NET_BIND_SERVICE'),
    ),
  ),
}

/** Pods of Windows know neither of these. */
function onLinux(control: Control): Control {
  return (spec, annotations) => (spec.os?.name === 'windows' ? [] : control(spec, annotations))
}

/** In a user namespace of its own, root is nobody outside. */
function onHostUsers(control: Control): Control {
  return (spec, annotations) => (spec.hostUsers === false ? [] : control(spec, annotations))
}

function isOther(value: string | undefined, allowed: readonly string[]): boolean {
  return value !== undefined && !allowed.includes(value)
}

function namesOf(spec: IPodSpec, wrong: (container: IContainer) => boolean): string[] {
  return containersOf(spec)
    .filter(wrong)
    .map(({ name }) => name)
}

function containers(spec: IPodSpec, wrong: (context: Partial<Context>) => boolean): string[] {
  return namesOf(spec, ({ securityContext }) => wrong(securityContext ?? {}))
}

function scopes(spec: IPodSpec, wrong: (context: Partial<Context>) => boolean): string[] {
  const pod: Scope = { who: 'pod', context: (spec.securityContext ?? {}) as Partial<Context> }
  const own = containersOf(spec).map(({ name, securityContext }) => ({
    who: name,
    context: securityContext ?? {},
  }))
  return [pod, ...own].filter(({ context }) => wrong(context)).map(({ who }) => who)
}

/** Containers that leave unsaid what the pod does not say for them either. */
function unset(spec: IPodSpec, pick: (context: Partial<Context>) => unknown): string[] {
  if (pick((spec.securityContext ?? {}) as Partial<Context>)) return []
  return containers(spec, (context) => pick(context) === undefined)
}

function asksAnotherHost(container: IContainer): boolean {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container
  return [
    livenessProbe,
    readinessProbe,
    startupProbe,
    lifecycle?.postStart,
    lifecycle?.preStop,
  ].some((handler) => Boolean(handler?.httpGet?.host || handler?.tcpSocket?.host))
}
