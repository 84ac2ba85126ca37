/** Tells the styles how high the strip on top is, which is more than one line in a narrow window: heads of tables stick below it. */

import { useEffect, useRef, type RefObject } from 'react'

export function useStripHeight(): RefObject<HTMLElement | null> {
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    const { current } = strip
    if (!current) return undefined
    const observer = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--strip', `${current.offsetHeight}px`),
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return strip
}
