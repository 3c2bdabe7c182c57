import type { JsonNode } from '../../shared/json/index.ts'
import { keyOfId, type MessageId, type RequestMessage } from './Message.ts'
import type { Outline } from './outlineMessage.ts'
import { membersOf, scalarAt } from './skimJson.ts'

/** What a client says of itself, and which revision it speaks. */
export interface Introduction {
  readonly name: string
  readonly version: string
  /** `sessions`: it introduces itself once, in `initialize`. `stateless`: every request names its revision. */
  readonly era: 'sessions' | 'stateless'
  readonly protocolVersion: string
}

const PREFIX = 'io.modelcontextprotocol/'

/** Takes note of how a client introduces itself. It only listens: nothing is decided by it and no frame is changed. */
export class Introductions {
  readonly #tell: (introduction: Introduction) => void
  #last: Introduction | null = null
  #askedBy: string | null = null

  constructor(tell: (introduction: Introduction) => void) {
    this.#tell = tell
  }

  hear({ id, method, params }: RequestMessage): void {
    if (method === 'initialize') {
      this.#askedBy = keyOfId(id)
      return this.#note({ ...clientOf(memberOf(params, 'clientInfo')), era: 'sessions', protocolVersion: textOf(memberOf(params, 'protocolVersion')) })
    }
    const meta = memberOf(params, '_meta')
    const protocolVersion = textOf(memberOf(meta, `${PREFIX}protocolVersion`))
    if (protocolVersion !== '') this.#note({ ...clientOf(memberOf(meta, `${PREFIX}clientInfo`)), era: 'stateless', protocolVersion })
  }

  /** The server's answer to `initialize` has the last word on the revision. */
  hearAnswer(id: MessageId, frame: Uint8Array, { body, isError }: Extract<Outline, { kind: 'response' }>): void {
    if (this.#askedBy !== keyOfId(id)) return
    this.#askedBy = null
    const version = isError ? undefined : membersOf(frame, body)?.find(({ key }) => key === 'protocolVersion')
    const agreed = version === undefined ? undefined : scalarAt(frame, version.value)
    if (typeof agreed === 'string' && this.#last !== null) this.#note({ ...this.#last, protocolVersion: agreed })
  }

  #note(introduction: Introduction): void {
    const before = this.#last
    if (before !== null && before.name === introduction.name && before.version === introduction.version && before.era === introduction.era && before.protocolVersion === introduction.protocolVersion) return
    this.#last = introduction
    this.#tell(introduction)
  }
}

function clientOf(node: JsonNode | undefined): Pick<Introduction, 'name' | 'version'> {
  return { name: textOf(memberOf(node, 'name')), version: textOf(memberOf(node, 'version')) }
}

function memberOf(node: JsonNode | null | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.find(({ key }) => key === name)?.value : undefined
}

const textOf = (node: JsonNode | undefined): string => (node?.kind === 'string' ? node.value : '')
