// Puts what main sends into one text node, and tells main of each key.

const { ipcRenderer } = require('electron')

const SHOWN_CHARACTERS = 80

ipcRenderer.on('text', (_event, text) => {
  document.getElementById('text')?.replaceChildren(document.createTextNode(text.slice(0, SHOWN_CHARACTERS)))
})
window.addEventListener('keydown', ({ key }) => ipcRenderer.send('key', key))
