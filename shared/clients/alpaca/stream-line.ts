/** The line to one of Alpaca's streams: opened, watched for silence, and closed with a reason. */

import { beginning, plainText } from '../../domain/document/text/cut.ts'

/** `keys` and `plan`: it will not work before somebody changes something. `taken`: another holds the one connection. */
export type StreamEnd = { why: 'keys' | 'plan' | 'taken' | 'lost' | 'stopped'; says: string }

export type StreamAddress = { url: string; key: string; secret: string }
export type StreamPatience = { signInMs: number; silenceMs: number; answerMs: number }

const WORDS_MAX = 200

export const usualPatience: StreamPatience = {
  signInMs: 10_000,
  silenceMs: 60_000,
  answerMs: 10_000,
}

export type StreamLine = {
  socket: WebSocket
  send(words: object): void
  close(how: StreamEnd): void
  ended: Promise<StreamEnd>
  heardAt(): number
}

/** The first that is said of its end stands. */
export function openLine(url: string): StreamLine {
  const socket = new WebSocket(url)
  let heardAt = performance.now()
  let end: (how: StreamEnd) => void = () => undefined
  const ended = new Promise<StreamEnd>((resolve) => (end = resolve))
  socket.addEventListener('message', () => (heardAt = performance.now()))
  socket.addEventListener('close', ({ code, reason }) =>
    end({ why: 'lost', says: `the connection closed (${lineWords(code, reason)})` }),
  )
  let isOpen = false
  socket.addEventListener('open', () => (isOpen = true))
  socket.addEventListener('error', () =>
    end({ why: 'lost', says: isOpen ? 'the connection broke' : 'no connection' }),
  )
  return {
    socket,
    ended,
    heardAt: () => heardAt,
    send(words) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(words))
    },
    close(how) {
      end(how)
      socket.close()
    },
  }
}

/** Looks often enough to see each of its times pass. */
export function watchSilence(
  { silenceMs, answerMs }: StreamPatience,
  line: StreamLine,
  again: () => object,
): NodeJS.Timeout {
  let askedAt = 0
  const look = () => {
    const quietMs = performance.now() - line.heardAt()
    if (quietMs < silenceMs) return
    if (askedAt < line.heardAt()) {
      askedAt = performance.now()
      line.send(again())
    } else if (performance.now() - askedAt > answerMs) {
      const says = `nothing was heard for ${Math.round(quietMs / 1000)} s, nor an answer`
      line.close({ why: 'lost', says })
    }
  }
  return setInterval(look, Math.min(silenceMs, answerMs) / 4)
}

export function lineWords(code: unknown, says: unknown): string {
  const words = plainText(typeof says === 'string' ? says : '', WORDS_MAX)
  return beginning(`${Number(code)}${words ? `, ${words}` : ''}`, WORDS_MAX)
}
