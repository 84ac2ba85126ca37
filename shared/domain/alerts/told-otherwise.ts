/** Alerts of what has a notice, and a line of what waits for a person, of its own: it is told once. */

export const toldOtherwise: ReadonlySet<string> = new Set([
  'StonksExitRefused',
  'StonksBreakerOpen',
  'StonksKillSwitchOn',
  'StonksDeadLetters',
])
