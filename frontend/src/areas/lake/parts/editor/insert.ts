/** A name that is put into a statement by a press. */

/** The name, with a space before it where it would run into what stands there. */
export function spaced(before: string, name: string): string {
  return before === '' || /[\s.(]$/.test(before) ? name : ` ${name}`
}
