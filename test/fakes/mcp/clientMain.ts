// A real client in a process of its own, so that it can be killed while its call is held.

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'

const [shim = '', socketPath = '', path = ''] = process.argv.slice(2)
const client = new Client({ name: 'doomed', version: '1.0.0' })
await client.connect(new StdioClientTransport({ command: process.execPath, args: [shim, socketPath], stderr: 'inherit' }))
await client.callTool({ name: 'write_file', arguments: { path, content: 'written by the dead' } })
