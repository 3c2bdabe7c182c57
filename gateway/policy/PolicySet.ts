import { policySetTextToParts, policyToJson, preparsePolicySet } from '@cedar-policy/cedar-wasm/nodejs'
import { PRESENCES, type Presence, type RiskLevel } from '../../shared/domain/index.ts'
import { hashJson } from '../../shared/evidence/index.ts'
import { LIMITS } from '../../shared/protocol/index.ts'

/** What a policy says of itself in annotations. They never decide; they word and rank what the policy decides. */
export interface PolicyNotes {
  readonly id: string
  readonly isForbid: boolean
  readonly annotations: Readonly<Record<string, string>>
  readonly reason: string | null
  readonly riskLevel: RiskLevel | null
  readonly presence: Presence | null
  /** How long a challenge waits for people, in milliseconds. */
  readonly lifeMs: number | null
}

/** A policy text that cannot be used: every fault in it, so that a person mends them in one go. */
export class PolicyFault extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The policy cannot be used: ${faults.join('; ')}`)
    this.name = 'PolicyFault'
    this.faults = faults
  }
}

/** Presences that are reserved: no key can show them yet, so a policy that asks for one could never be met. */
const RESERVED: readonly Presence[] = ['os_prompt', 'webauthn']

/** A set of Cedar policies, read and parsed once. Its hash is over ids and texts, so that any change is another policy. */
export class PolicySet {
  readonly hash: string
  /** The name under which Cedar keeps the parsed set. */
  readonly engineName: string
  readonly #notes: ReadonlyMap<string, PolicyNotes>

  private constructor(texts: Readonly<Record<string, string>>, notes: readonly PolicyNotes[]) {
    this.hash = hashJson(texts)
    this.engineName = this.hash
    this.#notes = new Map(notes.map((note) => [note.id, note]))
  }

  /**
   * Reads a policy text.
   * @throws {PolicyFault} where it does not parse, two policies share an `@id`, or an annotation has no meaning
   */
  static read(text: string): PolicySet {
    const parts = policySetTextToParts(text)
    if (parts.type === 'failure') throw new PolicyFault(parts.errors.map(({ message }) => message))
    if (parts.policy_templates.length > 0) throw new PolicyFault(['templates are not supported'])
    const notes = parts.policies.map(notesOf)
    const faults = [...notes.flatMap(faultsOf), ...repeated(notes.map(({ id }) => id)).map((id) => `two policies are named ${id}`)]
    if (faults.length > 0) throw new PolicyFault(faults)

    const texts = Object.fromEntries(notes.map(({ id }, index) => [id, parts.policies[index] ?? '']))
    const set = new PolicySet(texts, notes)
    const parsed = preparsePolicySet(set.engineName, { staticPolicies: texts })
    if (parsed.type === 'failure') throw new PolicyFault(parsed.errors.map(({ message }) => message))
    return set
  }

  /** The notes of the policies that decided. Cedar names only policies of this set. */
  notesOf(ids: readonly string[]): readonly PolicyNotes[] {
    return ids.flatMap((id) => this.#notes.get(id) ?? [])
  }
}

function notesOf(text: string, index: number): PolicyNotes {
  const parsed = policyToJson(text)
  if (parsed.type === 'failure') throw new PolicyFault(parsed.errors.map(({ message }) => message))
  const annotations = Object.fromEntries(Object.entries(parsed.json.annotations ?? {}).map(([name, value]) => [name, value ?? '']))
  const level = annotations['risk_level']
  const life = annotations['life_ms']
  return {
    id: annotations['id'] ?? `policy${index}`,
    isForbid: parsed.json.effect === 'forbid',
    annotations,
    reason: annotations['reason'] ?? null,
    riskLevel: level !== undefined && /^[0-4]$/.test(level) ? (Number(level) as RiskLevel) : null,
    presence: PRESENCES.find((presence) => presence === annotations['presence']) ?? null,
    lifeMs: life !== undefined && isLife(life) ? Number(life) : null,
  }
}

const isLife = (text: string) => /^[1-9]\d{0,6}$/.test(text) && Number(text) >= LIMITS.challengeLifeShortestMs && Number(text) <= LIMITS.challengeLifeLongestMs

function faultsOf({ id, annotations, riskLevel, presence, lifeMs }: PolicyNotes): readonly string[] {
  const faults: string[] = []
  if (annotations['risk_level'] !== undefined && riskLevel === null) faults.push(`${id}: @risk_level must be 0 to 4`)
  if (annotations['presence'] !== undefined && presence === null) faults.push(`${id}: @presence must be click, hold or typed`)
  if (annotations['life_ms'] !== undefined && lifeMs === null) faults.push(`${id}: @life_ms must be ${LIMITS.challengeLifeShortestMs} to ${LIMITS.challengeLifeLongestMs}`)
  if (presence !== null && RESERVED.includes(presence)) faults.push(`${id}: @presence ${presence} is reserved; no key can show it yet`)
  return faults
}

const repeated = (ids: readonly string[]) => ids.filter((id, index) => ids.indexOf(id) !== index)
