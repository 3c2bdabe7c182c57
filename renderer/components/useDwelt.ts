import { useEffect, useState } from 'react'

/**
 * Whether something has been on screen long enough for a press to count. Whatever changes the subject begins anew; main
 * measures the same time again, by its own clock, and signs nothing before.
 * @param dwellMs in milliseconds
 */
export function useDwelt(subject: string, dwellMs: number): boolean {
  const [dwelt, setDwelt] = useState<string | null>(null)
  useEffect(() => {
    const timer = window.setTimeout(() => setDwelt(subject), dwellMs)
    return () => window.clearTimeout(timer)
  }, [subject, dwellMs])
  return dwelt === subject
}
