/** A configuration that cannot be used: every fault in it, with its place. */
export class ConfigFault extends Error {
  readonly faults: readonly string[]

  constructor(file: string, faults: readonly string[]) {
    super(`${file} cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'ConfigFault'
    this.faults = faults
  }
}
