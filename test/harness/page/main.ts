import { install } from './fakeBridge.ts'

// The bridge has to stand before the window's own code looks for it.
install()
void import('../../../renderer/app/main.tsx')
