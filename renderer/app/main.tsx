import '@fontsource-variable/jetbrains-mono/wght.css'
import './fonts.css'
import './base.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followFeed } from '../stores/feed.ts'
import { followHost } from '../stores/host.ts'
import { followOpenChallenge } from '../stores/openChallenge.ts'
import { followPairing } from '../stores/pairing.ts'
import { App } from './App.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'

followHost()
followFeed()
followOpenChallenge()
followPairing()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
)
