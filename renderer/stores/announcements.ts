import { create } from 'zustand'

interface Announcements {
  /** Read out when there is a pause. */
  readonly polite: string
  /** Read out at once: for what cannot wait. */
  readonly assertive: string
}

/** What is said aloud to people who do not look. Nothing that somebody else wrote is ever among it unescaped. */
export const useAnnouncements = create<Announcements>(() => ({ polite: '', assertive: '' }))

export const say = (sentence: string) => useAnnouncements.setState(({ polite }) => ({ polite: again(polite, sentence) }))
export const sayAtOnce = (sentence: string) => useAnnouncements.setState(({ assertive }) => ({ assertive: again(assertive, sentence) }))

/** The same sentence twice is only read twice if the text changes. */
const again = (before: string, sentence: string) => (before === sentence ? `${sentence}\u00a0` : sentence)
