import type { PublicKey } from '../../../shared/evidence/index.ts'
import type { PairingView } from '../../../shared/ipc/views.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import type { Pairing, PairingParts } from '../links/index.ts'
import type { CoreParts } from './parts.ts'

interface PairingsParts {
  readonly beginPairing: CoreParts['beginPairing']
  readonly facts: Omit<PairingParts, 'reviewerKey' | 'onView'>
  readonly reviewerKey: () => PublicKey | null
  readonly tell: (view: PairingView) => void
}

/** The one pairing that can be under way, and where it stands. */
export class Pairings {
  readonly #parts: PairingsParts
  #pairing: Pairing | null = null
  #view: PairingView = { step: 'idle' }

  constructor(parts: PairingsParts) {
    this.#parts = parts
  }

  get view(): PairingView {
    return this.#view
  }

  begin(address: string, code: string): Asked {
    const reviewerKey = this.#parts.reviewerKey()
    if (reviewerKey === null) return { status: 'refused', code: 'no_key', sentence: 'Your key is not open, and pairing enrols it. Unlock it in the settings.' }
    this.#pairing?.cancel()
    this.#pairing = this.#parts.beginPairing({ address, code }, { ...this.#parts.facts, reviewerKey, onView: (view) => this.#show(view) })
    return { status: 'done', id: address }
  }

  answer(isSame: boolean): Asked {
    if (this.#pairing === null || this.#view.step !== 'compare') return { status: 'refused', code: 'no_pairing', sentence: 'No pairing waits for an answer.' }
    this.#pairing.answer(isSame)
    return { status: 'done', id: '' }
  }

  cancel(): void {
    this.#pairing?.cancel()
    this.#pairing = null
    this.#show({ step: 'idle' })
  }

  #show(view: PairingView): void {
    this.#view = view
    this.#parts.tell(view)
  }
}
