import { useEffect, useRef } from 'react'
import classes from './ByteBlock.module.css'

/** A place that says once that it has been on screen: nothing counts as seen before its end was. */
export function EndMark({ onSeen }: { readonly onSeen: () => void }) {
  const mark = useRef<HTMLSpanElement>(null)
  const seen = useRef(onSeen)
  useEffect(() => {
    seen.current = onSeen
  })
  useEffect(() => {
    const { current } = mark
    if (current === null) return undefined
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      seen.current()
    }, { threshold: 1 })
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return <span ref={mark} className={classes['end']} aria-hidden />
}
