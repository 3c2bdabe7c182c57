import { localPoint, type LocalPoint } from '../../../shared/ipc/mainAndCore.ts'

/**
 * Reads the point that whoever started the program owns on this host, as `--local-point=` gives it.
 * @param text base64url of UTF-8 JSON; empty where there is none
 * @returns the point, or null where there is none or the text is not one, which is then reported
 */
export function readLocalPoint(text: string, report: (problem: string) => void): LocalPoint | null {
  if (text === '') return null
  try {
    return localPoint.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    report('The local point that the program was started with does not have the agreed form; it was ignored.')
    return null
  }
}
