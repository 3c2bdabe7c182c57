import type { Programs } from './bundlePrograms.ts'
import { Mortal } from './Mortal.ts'

interface FromPoint {
  readonly kind: 'listens' | 'rows' | 'armed'
  readonly id?: number
  readonly rows?: readonly Record<string, unknown>[]
}

/** One life of a point. */
export class PointProcess {
  readonly mortal: Mortal
  readonly #answers = new Map<number, readonly Record<string, unknown>[]>()
  #listens = false
  #asked = 0

  private constructor(config: string, programs: Programs) {
    this.mortal = new Mortal({ program: programs.point, args: [config], env: programs.env, onMessage: (message) => this.#hear(message as FromPoint) })
  }

  /** Resolves once agents and consoles may come. */
  static async start(config: string, programs: Programs): Promise<PointProcess> {
    const point = new PointProcess(config, programs)
    await point.mortal.until(() => point.#listens || undefined)
    return point
  }

  /** What stands in its journal. */
  async read<T>(sql: string): Promise<readonly T[]> {
    const id = ++this.#asked
    this.mortal.order({ kind: 'query', id, sql })
    const rows = await this.mortal.until(() => this.#answers.get(id))
    this.#answers.delete(id)
    return rows as readonly T[]
  }

  #hear({ kind, id, rows }: FromPoint): void {
    if (kind === 'listens') this.#listens = true
    if (kind === 'rows' && id !== undefined) this.#answers.set(id, rows ?? [])
  }
}
