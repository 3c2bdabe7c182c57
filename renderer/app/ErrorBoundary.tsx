import { Component, type ReactNode } from 'react'
import { EmptyState } from '../components/EmptyState.tsx'

interface State {
  readonly fault: string | null
}

/** What stands in the window when a screen fails on a mistake of ours: that it did, and what to do. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { fault: null }

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault.message : String(fault) }
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (fault === null) return this.props.children
    return (
      <main role="alert">
        <EmptyState title="This window stopped on a mistake of its own">
          <p>Nothing was decided by it. What waits for a person goes on waiting at its enforcement point and is denied when its time is over.</p>
          <p>Close the window and start Countersign again. The mistake was: {fault}</p>
        </EmptyState>
      </main>
    )
  }
}
