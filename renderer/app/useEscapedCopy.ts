import { useLayoutEffect } from 'react'

/**
 * Whatever is copied leaves in its escaped form: a box as `[U+202E]`, and never the character that it stands for. Raw
 * bytes never leave by the clipboard. Text fields are a person's own and copy as ever.
 */
export function useEscapedCopy(): void {
  useLayoutEffect(() => {
    const copy = (event: ClipboardEvent) => {
      const selection = document.getSelection()
      if (event.target instanceof HTMLInputElement || selection === null || selection.isCollapsed) return
      const piece = selection.getRangeAt(0).cloneContents()
      for (const box of piece.querySelectorAll<HTMLElement>('[data-code]')) {
        const code = box.dataset['code'] ?? ''
        box.textContent = code === '' ? '' : `[${code}]`
      }
      event.clipboardData?.setData('text/plain', piece.textContent ?? '')
      event.preventDefault()
    }
    document.addEventListener('copy', copy)
    return () => document.removeEventListener('copy', copy)
  }, [])
}
