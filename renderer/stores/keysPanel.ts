import { create } from 'zustand'

interface KeysPanelStore {
  readonly isOpen: boolean
}

/** Whether the list of keys is open. */
export const useKeysPanel = create<KeysPanelStore>(() => ({ isOpen: false }))

export const toggleKeys = () => useKeysPanel.setState(({ isOpen }) => ({ isOpen: !isOpen }))
export const closeKeys = () => useKeysPanel.setState({ isOpen: false })
