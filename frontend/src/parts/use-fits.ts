/** Whether what a box holds is no wider than the box, followed as both change. */

import { useEffect, useRef, useState, type RefObject } from 'react'

export function useFits<E extends HTMLElement>(): [RefObject<E | null>, boolean] {
  const box = useRef<E>(null)
  const [fits, setFits] = useState(true)
  useEffect(() => {
    const { current } = box
    if (!current) return undefined
    const look = () => setFits(current.scrollWidth <= current.clientWidth)
    const observer = new ResizeObserver(look)
    observer.observe(current)
    for (const child of current.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])
  return [box, fits]
}
