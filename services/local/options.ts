/** What the house on one machine was asked to do. */

export type UpOptions = {
  /** Folder to replay; undefined makes a simulated market. */
  data: string | undefined
  /** First and last day, YYYY-MM-DD, New York. */
  from: string | undefined
  to: string | undefined
  seed: number
  /** Dollars the world's paper account opens with; undefined leaves it to the world. */
  cash: string | undefined
  /** Business seconds in one real second. */
  speed: number
  /** The operators' page; undefined takes a free port. */
  port: number | undefined
  /** Business seconds over which `once` gathers news, and between two looks at prices. */
  step: number
  fresh: boolean
  once: boolean
  json: boolean
  state: string
}

/** What a state was made from, by the option that asks for it; another input does not mix with it. */
export type Origin = { data: string | null; from: string | null; seed: number; cash: string | null }

export function originOf({ data, from, seed, cash }: UpOptions): Origin {
  return { data: data ?? null, from: from ?? null, seed, cash: cash ?? null }
}
