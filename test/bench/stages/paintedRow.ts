import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { WebSocketServer, type WebSocket } from 'ws'
import { coreIsReady, openConsole } from '../../e2e/console.ts'
import type { Stage } from '../measure.ts'
import { nowMs } from '../moments.ts'
import { openEmptyWindow } from '../window/openEmptyWindow.ts'
import { offsetOf } from '../window/pageClock.ts'
import { watchFor } from '../window/painted.ts'
import { RaisingPoint } from '../window/RaisingPoint.ts'

export const paintedRow: Stage = {
  name: 'painted row',
  subject: 'from challenge.raised on the wire to its row on the screen: verified, committed, examined, relayed, drawn',
  floor: 'from the same bytes on a bare socket of main to one text node in an empty window',
  pairs: 100,
  open: async (atEnd) => {
    const base = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
    atEnd(() => rmSync(base, { recursive: true, force: true }))
    const point = await RaisingPoint.open()
    atEnd(() => point.close())
    const { app, page } = await openConsole({ userFolder: join(base, 'console'), args: [`--local-point=${Buffer.from(JSON.stringify(point.facts)).toString('base64url')}`] })
    atEnd(() => app.close())
    await coreIsReady(page)
    await point.attached()

    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
    atEnd(() => void server.close())
    await once(server, 'listening')
    const connected = once(server, 'connection') as Promise<[WebSocket]>
    const empty = await openEmptyWindow(base, `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    atEnd(() => empty.app.close())
    const [socket] = await connected
    const [oursMs, theirsMs] = [await offsetOf(page), await offsetOf(empty.page)]
    let frames = 0
    return {
      runSubject: async () => {
        const prepared = point.prepare()
        const id = `row-${prepared.payload.challenge_id}`
        const painted = await watchFor(page, { id })
        const from = point.raise(prepared)
        const to = (await painted()) + oursMs
        point.end(prepared)
        await expect(page.locator(`[id="${id}"]`)).toHaveCount(0)
        return to - from
      },
      runFloor: async () => {
        const mark = `frame ${++frames} `
        const bytes = Buffer.concat([Buffer.from(mark), point.prepare().bytes])
        const painted = await watchFor(empty.page, { texts: [mark] })
        const from = nowMs()
        socket.send(bytes, { binary: false })
        return (await painted()) + theirsMs - from
      },
    }
  },
}
