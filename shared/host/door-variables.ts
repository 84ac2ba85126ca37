/** The variables that say who may knock and who is let in. */

import type { Variable } from './variables.ts'

export const doorVariables = {
  ALLOWED_HOSTS: {
    default: '',
    says: 'names a server of ours may be asked for by, by comma; *.suffix too. Its own address, and localhost over loopback, need no name',
  },
  SERVICE_SECRET: {
    default: '',
    says: 'what our own programs sign their requests to each other with, 32 characters or more; without it they take none',
    secret: true,
  },
  SESSION_SECRET: {
    default: '',
    says: 'what sign-ins are signed with, 32 characters or more; empty: a key that HKDF draws from SERVICE_SECRET',
    secret: true,
  },
  METRICS_TOKEN: {
    default: '',
    says: 'with which Prometheus may read /metrics of query-api, as a bearer, 32 characters or more; empty: only who has signed in and API tokens may',
    secret: true,
  },
  PUBLIC_URL: {
    default: '',
    says: 'origin of the operators’ page, to which passkeys belong; more by comma, on the same host or below it; empty: http://localhost:<PORT>',
  },
  STONKS_TOKEN: {
    default: '',
    says: 'an API token with which `doctor --cluster` and `scale` ask query-api; one with the role viewer and the area operators does',
    secret: true,
  },
  TRUSTED_PROXIES: {
    default: '',
    says: 'proxies whose word on who asked is taken, as addresses and ranges by comma, such as 10.0.0.0/8; empty: nobody’s',
  },
  OIDC_ISSUER: {
    default: '',
    says: 'issuer of a company’s sign-in, which says the rest by discovery; empty: there is none',
  },
  OIDC_CLIENT_ID: { default: '', says: 'by which name the issuer knows this installation' },
  OIDC_CLIENT_SECRET: { default: '', says: 'its secret there', secret: true },
  OIDC_NAME: { default: 'the company', says: 'what the button says one signs in with' },
  OIDC_ROLES_CLAIM: { default: 'groups', says: 'claim of the ID token that OIDC_ROLES speaks of' },
  OIDC_ROLES: {
    default: '',
    says: 'which value of that claim gives which role, such as admin=stonks-admins,viewer=everyone; the highest counts, and without one nobody comes in',
  },
} as const satisfies Record<string, Variable>
