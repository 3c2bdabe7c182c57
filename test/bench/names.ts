/** Every stage there is, by where it has to run. Known apart from the stages, because those of the window load a browser's driver. */
export const STAGES_HERE = ['allowed call', 'approved call'] as const
export const STAGES_IN_WINDOW = ['painted row', 'released by key', 'cold start'] as const

export type StageName = (typeof STAGES_HERE)[number] | (typeof STAGES_IN_WINDOW)[number]

/** Those of some stages whose names hold one of the parts; all of them where no part is given. */
export const namesLike = <N extends StageName>(names: readonly N[], parts: readonly string[]): readonly N[] =>
  names.filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)))
