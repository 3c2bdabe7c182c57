import { useEffect, useState } from 'react'
import type { StopPreview, StopTarget } from '../../../shared/ipc/windowToCore.ts'
import { bridge } from '../../bridge.ts'
import { useFeed } from '../../stores/feed.ts'
import { isSameTarget } from './targets.ts'

interface Counted {
  readonly target: StopTarget
  readonly preview: StopPreview | null
  readonly failure: string | null
}

/** What a stop would do, counted by the core, and counted again whenever the feed changes. Null until it is known. */
export function usePreview(target: StopTarget | null): { readonly preview: StopPreview | null; readonly failure: string | null } {
  const version = useFeed(({ snapshot }) => snapshot?.version ?? null)
  const [counted, setCounted] = useState<Counted | null>(null)
  useEffect(() => {
    // Without a feed there is no core to ask; with each version of it the count may be another one.
    if (target === null || version === null) return
    let isWanted = true
    void bridge.previewStop({ target }).then((result) => {
      if (isWanted) setCounted({ target, preview: result.ok ? result.value : null, failure: result.ok ? null : result.failure.message })
    })
    return () => void (isWanted = false)
  }, [target, version])
  // Figures of the target before are never shown as those of this one.
  if (counted === null || !isSameTarget(counted.target, target)) return { preview: null, failure: null }
  return counted
}
