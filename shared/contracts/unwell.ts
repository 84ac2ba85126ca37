/** How an always-on program may be that is not as it should be; the domain judges it, the API tells it. */

export const UNWELL_STATES = ['silent', 'stuck', 'late', 'failing'] as const
