/** The console cannot know who it is, or cannot keep what it must. The message is the sentence that a person reads. */
export class IdentityFault extends Error {
  override readonly name = 'IdentityFault'
}

/** The system's error code of a fault, or its message. */
export const detailOf = (fault: unknown): string => (fault instanceof Error ? ('code' in fault && typeof fault.code === 'string' ? fault.code : fault.message) : String(fault))

export const isMissing = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === 'ENOENT'
