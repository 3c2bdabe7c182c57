import '@fontsource-variable/jetbrains-mono/wght.css'
import './fonts.css'
import './base.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followHost } from '../stores/host.ts'
import { followOverview } from '../stores/overview.ts'
import { App } from './App.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'

followHost()
followOverview()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
)
