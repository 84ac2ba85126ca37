/** Asks one question at a time: how it stands, and a way to give it up. */

import { useCallback, useEffect, useRef, useState } from 'react'
import type { SqlAnswer } from '#shared/contracts/api/lake.ts'
import { send } from '../../../../api/read.ts'

/** What is asked, and by which name its answer goes. */
export type Asked = {
  name: string
  statement: string
  engine: 'duckdb' | 'trino'
  rowsMax: number
}
export type Answered = { asked: Asked; answer: SqlAnswer }

export type AskingState =
  | { is: 'idle' }
  /** `since` is by `performance.now()`. */
  | { is: 'running'; since: number }
  | { is: 'refused'; fault: Error }
  | { is: 'given up'; seconds: number }

export function useAsking() {
  const [state, setState] = useState<AskingState>({ is: 'idle' })
  const [answered, setAnswered] = useState<Answered>()
  const running = useRef<AbortController>(undefined)
  const ask = useCallback(async (asked: Asked) => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    const since = performance.now()
    setState({ is: 'running', since })
    const { name: _name, ...body } = asked
    try {
      const answer = await send('POST /api/sql', { body }, mine.signal)
      if (running.current !== mine) return
      setAnswered({ asked, answer })
      setState({ is: 'idle' })
    } catch (fault) {
      // Another question is asked by now, or nobody is there any more.
      if (running.current !== mine) return
      if (mine.signal.aborted) {
        setState({ is: 'given up', seconds: (performance.now() - since) / 1_000 })
        return
      }
      setAnswered(undefined)
      setState({ is: 'refused', fault: fault instanceof Error ? fault : new Error(String(fault)) })
    }
  }, [])
  const giveUp = useCallback(() => running.current?.abort(), [])
  /** Forgets what was asked: another question is open now. */
  const clear = useCallback(() => {
    running.current?.abort()
    running.current = undefined
    setAnswered(undefined)
    setState({ is: 'idle' })
  }, [])
  // Whoever leaves the page waits for nothing.
  useEffect(() => () => running.current?.abort(), [])
  return { state, answered, ask, giveUp, clear }
}
