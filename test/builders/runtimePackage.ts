import { createHash, randomBytes } from 'node:crypto'
import type { Pin } from '../../scripts/setup/electron-fallback.mjs'
import { packed, type FakeRegistry } from '../fakes/FakeRegistry.ts'

const BINARY = 'theirproduct'
const ARCHIVE = 'package/release/app.tar.gz'
const hash = (algorithm: string, bytes: Buffer, encoding: 'hex' | 'base64') => createHash(algorithm).update(bytes).digest(encoding)

/** Publishes a small stand-in for the development runtime and gives the pin that fits it. */
export function publishRuntime(registry: FakeRegistry, { binaryBytes = 50_000, ...overrides }: Partial<Pin> & { readonly binaryBytes?: number } = {}): Pin {
  // Random bytes do not compress, so that the size on disk is the size on the wire.
  const binary = randomBytes(binaryBytes)
  const archive = packed('.', { [BINARY]: binary, 'resources/app/theirs.js': 'theirs', 'resources/app-update.yml': 'theirs', 'LICENSE.electron.txt': 'licence', 'icudtl.dat': 'data' })
  const integrity = registry.publish('@their/desktop', '1.2.3', { 'release/app.tar.gz': archive })
  return {
    package: '@their/desktop',
    version: '1.2.3',
    electronVersion: '25.1.1',
    packageSha512: integrity.replace('sha512-', ''),
    archive: ARCHIVE,
    archiveSha256: hash('sha256', archive, 'hex'),
    binary: BINARY,
    binarySha256: hash('sha256', binary, 'hex'),
    neededBytes: 1_000,
    ...overrides,
  }
}
