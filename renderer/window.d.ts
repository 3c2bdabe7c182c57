/** What the preload script adds to the page. */
interface Window {
  readonly countersign: import('../shared/ipc/Bridge.ts').Bridge
}
