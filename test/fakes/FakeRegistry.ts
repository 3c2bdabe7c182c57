import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

interface Published {
  readonly manifest: Record<string, unknown>
  readonly tarball: Buffer
}

/** A package registry on loopback that gives out what the test published, and breaks as the test asks. */
export class FakeRegistry {
  readonly #server: Server
  readonly #packages = new Map<string, Published>()
  /** Tarballs that were asked for. */
  downloads = 0
  /** Cuts every tarball in the middle and drops the connection. */
  isCutting = false

  /** Where it answers; after it was closed, where nobody does. */
  readonly url: string

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  static async open(): Promise<FakeRegistry> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const registry = new FakeRegistry(server)
    server.on('request', ({ url = '' }, response) => registry.#answer(decodeURIComponent(url), response))
    return registry
  }

  /** The environment with which npm asks this registry and keeps nothing for later. */
  environment(home: string): NodeJS.ProcessEnv {
    return { ...process.env, HOME: home, npm_config_registry: this.url, npm_config_cache: join(home, 'npm-cache'), npm_config_userconfig: join(home, 'npmrc'), npm_config_fetch_retries: '0' }
  }

  /** @returns the integrity of the tarball, as a lock file names it */
  publish(name: string, version: string, files: Readonly<Record<string, string | Buffer>>): string {
    const tarball = packed('package', { 'package.json': JSON.stringify({ name, version }), ...files })
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { tarball: `${this.url}${name}/-/${version}.tgz`, integrity, shasum: createHash('sha1').update(tarball).digest('hex') }
    this.#packages.set(name, { tarball, manifest: { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } } })
    return integrity
  }

  /** Closes the registry; whoever asks afterwards finds nobody. */
  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(path: string, response: ServerResponse): void {
    const [, name] = /^\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
    const found = this.#packages.get(name ?? '')
    if (found === undefined) return void response.writeHead(404).end('{}')
    if (!path.includes('/-/')) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found.manifest))
    this.downloads++
    response.writeHead(200, { 'content-length': found.tarball.length })
    if (!this.isCutting) return void response.end(found.tarball)
    response.write(found.tarball.subarray(0, found.tarball.length / 2), () => response.destroy())
  }
}

/** A gzipped tar archive with the files under one folder. */
export function packed(folder: string, files: Readonly<Record<string, string | Buffer>>): Buffer {
  const work = mkdtempSync(join(tmpdir(), 'countersign-pack-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, folder, path)), { recursive: true })
      writeFileSync(join(work, folder, path), content, { mode: 0o755 })
    }
    return execFileSync('tar', ['-cz', folder], { cwd: work, maxBuffer: 64 * 1024 * 1024 })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
