/** Why a call across a boundary has no result. Codes are for branching; the message is a sentence for a person. */
export type IpcFailureCode =
  /** The caller is not the window that this channel is for. */
  | 'forbidden_sender'
  /** The arguments do not have the agreed form. */
  | 'bad_request'
  /** The arguments are larger than any honest call. */
  | 'too_large'
  /** The core is not running just now and was not asked; it is being restarted. */
  | 'core_unavailable'
  /** The core was asked and gave no answer. Whether it did the work is not known. */
  | 'core_silent'
  /** The receiving side made a mistake of its own. */
  | 'internal'

/** An error as it crosses a boundary: data, because a thrown object loses its class and its fields on the way. */
export interface IpcFailure {
  readonly code: IpcFailureCode
  readonly message: string
}

/** What comes back over every boundary: the result, or why there is none. */
export type IpcResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: IpcFailure }

export const succeeded = <T>(value: T): IpcResult<T> => ({ ok: true, value })
export const failed = (code: IpcFailureCode, message: string): IpcResult<never> => ({ ok: false, failure: { code, message } })
