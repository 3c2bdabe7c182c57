export { Identity, ledgerFolderOf, openIdentity } from './Identity.ts'
export { IdentityFault } from './IdentityFault.ts'
export type { KnownPoint } from './pointsFile.ts'
