/** The servers a service stands on, by the name a person knows them by. */

/** A look at each; it fails, or does not end, while that server is away. */
export type ServiceParts = Record<string, () => PromiseLike<unknown>>

const PATIENCE_MS = 1_000

/** Names of those that do not answer now. */
export async function partsAway(parts: ServiceParts): Promise<string[]> {
  const looks = Object.entries(parts).map(async ([name, look]) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), PATIENCE_MS)
    })
    const answers = Promise.resolve()
      .then(look)
      .then(
        () => true,
        () => false,
      )
    const isThere = await Promise.race([answers, late]).finally(() => clearTimeout(timer))
    return isThere ? [] : [name]
  })
  return (await Promise.all(looks)).flat()
}
