import { JsonError, parseJson, toJsonValue, encodeUtf8, type JsonValue } from '../../../shared/json/index.ts'
import { member, shortName, textOf } from './readSigned.ts'

/** What a challenge is about, short enough for a row. */
export interface Action {
  readonly tool: string
  readonly agentName: string
}

/** The action in the signed payload of a challenge; empty where its bytes travelled apart from it. */
export function actionIn(challenge: JsonValue | null | undefined): Action {
  const agentName = shortName(textOf(member(member(challenge ?? undefined, 'display_context'), 'agent'), 'name'))
  return { tool: shortName(toolOf(textOf(challenge ?? undefined, 'invocation'))), agentName }
}

/** The action as the end of a sentence, ": write_file of scribe"; nothing where nothing is known. */
export function about({ tool, agentName }: Action): string {
  const what = tool === '' ? '' : agentName === '' ? tool : `${tool} of ${agentName}`
  return what === '' ? '' : `: ${what}`
}

function toolOf(invocation: string): string {
  try {
    return textOf(toJsonValue(parseJson(encodeUtf8(invocation))), 'tool')
  } catch (fault) {
    if (fault instanceof JsonError) return ''
    throw fault
  }
}
