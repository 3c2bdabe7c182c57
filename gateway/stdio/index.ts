export { connectToPoint } from './connectToPoint.ts'
export { readCredential, type CredentialRead } from './readCredential.ts'
export { runShim, type ShimOptions } from './runShim.ts'
export { startPoint, type PointStart } from './startPoint.ts'
