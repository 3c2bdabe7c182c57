import { plainText } from '../../../shared/display/index.ts'
import { useNow } from '../../components/useNow.ts'
import { useFeedFailure, usePoints } from '../../stores/feed.ts'
import { useIsCoreReady } from '../../stores/host.ts'
import { describeEmpty, type EmptyWords } from './describeList.ts'

/** Why the list has no rows, in words, as things stand now. */
export function useEmptySessions(): EmptyWords {
  const now = useNow()
  const isCoreReady = useIsCoreReady()
  const failure = useFeedFailure()
  const points = usePoints()
  return describeEmpty('session', { isCoreReady, failure, isLoaded: points !== null, points: Object.values(points ?? {}) }, now, plainText)
}
