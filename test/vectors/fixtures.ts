import { join } from 'node:path'

/** Published vectors, beside the checkout or where the environment says. Tests skip loudly where they are absent. */
export const fixtures = process.env['COUNTERSIGN_FIXTURES'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'fixtures')
