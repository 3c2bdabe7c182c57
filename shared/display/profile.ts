import { UNICODE_VERSION } from './generated/unicodeTables.ts'

/** The name of this rendering. Two programs may compare their facts documents only where it is the same. */
export const DISPLAY_PROFILE = `countersign-display-v1+unicode-${UNICODE_VERSION}`
