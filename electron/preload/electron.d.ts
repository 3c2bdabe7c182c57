// The little of Electron that a sandboxed preload script may use. The compiler knows nothing else here: no Node, no DOM.
declare module 'electron' {
  export const contextBridge: {
    exposeInMainWorld(name: string, api: object): void
  }
  export const ipcRenderer: {
    invoke(channel: string, ...args: readonly unknown[]): Promise<unknown>
    on(channel: string, listener: (event: unknown, body: unknown) => void): void
    removeListener(channel: string, listener: (event: unknown, body: unknown) => void): void
  }
}
