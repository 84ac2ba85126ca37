/** What a browser says of itself, in the words of the person before it. */

const BROWSERS = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\/|Chromium\/|CriOS\//],
  ['Safari', /Safari\//],
] as const

const MACHINES = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Mac', /Macintosh/],
  ['Windows', /Windows/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
] as const

/** `Firefox on Linux`; what is no browser is told as it is, cut short. */
export function agentInWords(agent: string): string {
  const browser = BROWSERS.find(([, mark]) => mark.test(agent))?.[0]
  if (browser === undefined) return agent.slice(0, 40) || 'not told'
  const machine = MACHINES.find(([, mark]) => mark.test(agent))?.[0]
  return machine === undefined ? browser : `${browser} on ${machine}`
}
