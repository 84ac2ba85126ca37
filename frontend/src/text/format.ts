/** Numbers and times as a person reads them. */

const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const quantity = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
const eastern = 'America/New_York'
const etClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: eastern,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const etShort = new Intl.DateTimeFormat('en-GB', {
  timeZone: eastern,
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const etFull = new Intl.DateTimeFormat('en-GB', {
  timeZone: eastern,
  dateStyle: 'medium',
  timeStyle: 'medium',
})
const etDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: eastern,
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** The proper minus sign, as wide as a plus. */
const minus = (text: string) => text.replace('-', '−')

/** `$1,234.50`. */
export function dollars(amount: string | number): string {
  return minus(money.format(Number(amount)))
}

/** `+$12.30` or `−$4.00`; zero has no sign. */
export function signedDollars(amount: string | number): string {
  return (Number(amount) > 0 ? '+' : '') + dollars(amount)
}

/** A share as a percentage with its sign: 0.0123 is `+1.23 %`. */
export function signedPercent(share: number, digits = 2): string {
  const shown = (share * 100).toFixed(digits)
  // What rounds to nothing has no sign.
  if (Number(shown) === 0) return `${(0).toFixed(digits)} %`
  return `${share > 0 ? '+' : ''}${minus(shown)} %`
}

/** A score with its sign and two decimals. */
export function signedScore(score: number): string {
  return `${score > 0 ? '+' : ''}${minus(score.toFixed(2))}`
}

export function count(value: number): string {
  return whole.format(value)
}

/** Shares, up to six decimals. */
export function shares(value: string | number): string {
  return quantity.format(Number(value))
}

export function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`
}

/** `45 s`, `4 min`, `1 h 12 m`, `3 d`. */
export function span(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} m` : `${hours} h`
  const days = Math.floor(hours / 24)
  return hours % 24 && days < 3 ? `${days} d ${hours % 24} h` : `${days} d`
}

/** `4 min ago`; what lies ahead reads `in 4 min`. */
export function relative(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime()
  if (Math.abs(ms) < 5_000) return 'now'
  return ms > 0 ? `${span(ms)} ago` : `in ${span(ms)}`
}

/** `10:32:05` in New York. */
export const clockEt = (at: Date) => etClock.format(at)
/** `Mon 09:30` in New York. */
export const weekdayEt = (at: Date) => etShort.format(at).replace(',', '')
/** `05 Mar, 09:30` in New York. */
export const dayEt = (at: Date) => etDay.format(at)
/** Both zones in full, for hovering. */
export const exact = (at: Date) => `${etFull.format(at)} ET · ${at.toISOString().slice(0, 19)}Z`
/** The first characters of a hash or id. */
export const brief = (hash: string) => hash.slice(0, 10)
