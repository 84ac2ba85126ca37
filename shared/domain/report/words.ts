/** Numbers of a report as people read them. */

/** `$1,234.50`, below 0 `−$4.00`. */
export function dollarsText(amount: string): string {
  const [whole = '0', cents = '00'] = Number(amount).toFixed(2).replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${Number(amount) < 0 ? '−' : ''}$${grouped}.${cents}`
}

/** `+1.23 %`, `−0.40 %`. */
export function percentText(share: number, digits = 2): string {
  const text = (Math.abs(share) * 100).toFixed(digits)
  const sign = Number(text) === 0 ? '' : share > 0 ? '+' : '−'
  return `${sign}${text} %`
}

/** `1 trade`, `2 trades`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `stop_loss` as `stop loss`. */
export function wordsOfCode(code: string): string {
  return code.replaceAll('_', ' ')
}

/** `2019-05-03 20:30 UTC`; nothing of no moment. */
export function momentText(at: string | null): string {
  return at === null ? '' : `${at.slice(0, 16).replace('T', ' ')} UTC`
}

/** `a, b and c`. */
export function namesText(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`
}
