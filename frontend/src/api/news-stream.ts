/**
 * One stream of news for all tabs of this browser.
 *
 * A browser opens six connections to a server that has no http/2: a stream for each tab would take
 * them all, and the next tab would not even load. So one tab listens and tells the others; when it
 * goes, the next one listens.
 */

import type { News } from '#shared/contracts/api/topics.ts'

const LOCK = 'stonks-live'
const CHANNEL = 'stonks-live'
/** After the server closed the door, such as when a session's short half ran out. */
const REOPEN_MS = 2_000
/** The server says every three seconds that it is there. */
const SILENT_MS = 10_000

/** What the tab that listens tells the others; one that has just come asks how it stands. */
type Told = { isOpen: boolean } | { news: News } | 'how is it'

/** This tab, and the way to the others. */
type Tabs = {
  channel: BroadcastChannel
  hear: (told: Told) => void
  post: (told: Told) => void
}

export type Listener = {
  onState(isOpen: boolean): void
  onNews(news: News): void
  /** Before the stream is opened anew: renews the session where that is what the door wants. */
  knock(): Promise<void>
}

/** Follows the news, by this tab's own ears or another's, until what it returns is called. */
export function followNews(listener: Listener): () => void {
  const over = new AbortController()
  const channel = new BroadcastChannel(CHANNEL)
  const hear = (told: Told) => {
    if (told === 'how is it') return
    if ('news' in told) listener.onNews(told.news)
    else listener.onState(told.isOpen)
  }
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data))
  const post: (told: Told) => void = channel.postMessage.bind(channel)
  post('how is it')
  // Chromium grants a turn all the same that was given up in the moment it was asked for.
  const lead = () =>
    over.signal.aborted
      ? Promise.resolve()
      : listenAndTell({ channel, hear, post }, listener.knock, over.signal)
  const locks = navigator.locks as LockManager | undefined
  // Given up while it waited for its turn: there is nothing to do.
  const turn = locks?.request(LOCK, { signal: over.signal }, lead).catch(() => undefined) ?? lead()
  return () => {
    over.abort()
    void turn.finally(() => channel.close())
  }
}

/** Listens to the server until `over`, and tells this tab and the others. */
function listenAndTell(
  { channel, hear, post }: Tabs,
  knock: () => Promise<void>,
  over: AbortSignal,
): Promise<void> {
  let isOpen = false
  const tell = (told: Told) => {
    if (typeof told === 'object' && 'isOpen' in told) isOpen = told.isOpen
    hear(told)
    post(told)
  }
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data === 'how is it') post({ isOpen })
  })
  const close = listen(tell, knock)
  return new Promise((resolve) => {
    over.addEventListener('abort', () => {
      close()
      tell({ isOpen: false })
      resolve()
    })
  })
}

/** A browser comes back by itself to a server that was away, never to one that refused. */
function listen(tell: (told: Told) => void, knock: () => Promise<void>): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  /** From here on the server goes on where it can. */
  let heardLast = ''
  const open = () => {
    if (isOver) return
    source = new EventSource(`/api/live${heardLast && `?after=${heardLast}`}`)
    source.addEventListener('open', heard)
    source.addEventListener('beat', heard)
    source.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
      heardLast = lastEventId
      heard()
      tell({ news: JSON.parse(data) as News })
    })
    source.addEventListener('error', lost)
    waitOn()
  }
  /** A server that stands still keeps its connections: only its silence tells. */
  const waitOn = () => {
    clearTimeout(silence)
    silence = setTimeout(() => {
      source.close()
      lost()
    }, SILENT_MS)
  }
  const heard = () => {
    tell({ isOpen: true })
    waitOn()
  }
  const lost = () => {
    clearTimeout(silence)
    tell({ isOpen: false })
    if (source.readyState !== EventSource.CLOSED) return
    clearTimeout(timer)
    timer = setTimeout(() => void knock().then(open, open), REOPEN_MS)
  }
  open()
  return () => {
    isOver = true
    clearTimeout(timer)
    clearTimeout(silence)
    source.close()
  }
}
