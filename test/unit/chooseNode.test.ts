import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chooseNode, pinnedNode } from '../../scripts/setup/node.mjs'

/** An empty folder, swept away with the test. */
function empty(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-node-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe('the choice of Node', () => {
  it('takes the one that came with the packages', async () => {
    const root = empty()
    mkdirSync(dirname(pinnedNode(root)), { recursive: true })
    symlinkSync(process.execPath, pinnedNode(root))
    expect(await chooseNode({ root, version: '18.0.0' })).toMatchObject({ path: pinnedNode(root) })
  })

  it("takes this machine's own where it is new enough", async () => {
    expect(await chooseNode({ root: empty(), version: '22.14.0', own: '/usr/bin/node' })).toEqual({ path: '/usr/bin/node', detail: "v22.14.0, this machine's own" })
    expect(await chooseNode({ root: empty(), version: '26.1.0', own: '/usr/bin/node' })).toMatchObject({ path: '/usr/bin/node' })
  })

  it.each(['20.20.2', '22.13.9', '18.0.0'])('names the version wanted and stops on Node %s alone', async (version) => {
    await expect(chooseNode({ root: empty(), version })).rejects.toMatchObject({ message: expect.stringContaining(`runs Node ${version}; Countersign needs 22.14.0`), remedy: expect.stringContaining('install Node 22.14.0') })
  })
})
