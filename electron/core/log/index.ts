export { alarmDraft, noteDraft } from './drafts.ts'
export { LogBook } from './LogBook.ts'
export { logEntryView, sidesOf, type Witness } from './logEntryView.ts'
export { logRow } from './logRow.ts'
