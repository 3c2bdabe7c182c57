// The bridge between the window and the rest: one function for each channel of shared/ipc and nothing more. No channel
// name, no event object and no ipcRenderer reaches the page.

import { contextBridge, ipcRenderer } from 'electron'
import { TO_WINDOW, WINDOW_TO_CORE, WINDOW_TO_MAIN } from '../../shared/ipc/channels.ts'

const calls = [...WINDOW_TO_MAIN, ...WINDOW_TO_CORE].map((channel) => [verbOf(channel), call(channel)])
const subscriptions = TO_WINDOW.map((channel) => [`on${capitalised(verbOf(channel))}`, subscription(channel)])

// What crosses the bridge is frozen by Electron.
contextBridge.exposeInMainWorld('countersign', Object.fromEntries([...calls, ...subscriptions]))

function call(channel: string) {
  return (takes: unknown) => ipcRenderer.invoke(channel, takes)
}

function subscription(channel: string) {
  return (listener: (body: unknown) => void) => {
    const hear = (_event: unknown, body: unknown) => listener(body)
    ipcRenderer.on(channel, hear)
    return () => ipcRenderer.removeListener(channel, hear)
  }
}

function verbOf(channel: string): string {
  return channel.slice(channel.indexOf('.') + 1)
}

function capitalised(verb: string): string {
  return verb.charAt(0).toUpperCase() + verb.slice(1)
}
