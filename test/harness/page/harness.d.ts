interface Window {
  readonly harness: import('./fakeBridge.ts').Harness
}
