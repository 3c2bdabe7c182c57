import { useMemo } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { ByteBlock } from '../../../components/ByteBlock.tsx'
import { ByteFoot } from '../../../components/ByteFoot.tsx'
import type { ByteView } from '../../../components/ByteHead.tsx'
import { isWhole } from '../../../components/bytePages.ts'
import { BytesMissing, UnverifiedNote } from './BytesMissing.tsx'

interface BytesSectionProps {
  readonly card: ChallengeCard
  readonly view: ByteView
  readonly page: number
  readonly onView: (view: ByteView) => void
  readonly onPage: (page: number) => void
  readonly onPageEnd: (view: ByteView, page: number, pages: number) => void
}

/** Exactly what will run, or why it is not here. */
export function BytesSection({ card, view, page, onView, onPage, onPageEnd }: BytesSectionProps) {
  const { bytes, byteLength, facts, obstacles, invocationHash, covered } = card
  const dimmed = useMemo(() => (facts.detail.kind === 'shell' || facts.detail.kind === 'sql' ? facts.detail.notRunning : []), [facts])
  const whole = useMemo(() => bytes !== null && isWhole(bytes, byteLength), [bytes, byteLength])
  if (bytes === null) return <BytesMissing byteLength={byteLength} obstacles={obstacles} />
  if (!whole) return <UnverifiedNote sentence="The boxes and counts in this view do not agree with the bytes, so it cannot be shown and approving is off. Denying is not." />
  const unverified = obstacles.find(({ code }) => code === 'unverifiable')
  return (
    <>
      {unverified !== undefined && <UnverifiedNote sentence={unverified.sentence} />}
      <ByteBlock bytes={bytes} view={view} page={page} dimmed={dimmed} onView={onView} onPage={onPage} onPageEnd={onPageEnd}>
        <ByteFoot byteLength={byteLength} invocationHash={invocationHash} covered={covered} hasDimmed={dimmed.length > 0} />
      </ByteBlock>
    </>
  )
}
