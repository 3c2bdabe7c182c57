/** A point's address, taken apart and found usable. */
export interface Address {
  /** In its one spelling, for `ws` and for people. Plain ASCII: a name in another script stands here as Punycode. */
  readonly url: string
  readonly isLoopback: boolean
  readonly isTls: boolean
}

export type AddressReading =
  | { readonly status: 'read'; readonly address: Address }
  | { readonly status: 'refused'; readonly sentence: string }

/**
 * Reads an address that a person typed or that was pinned. Without a scheme it is `ws` on this host and `wss` elsewhere.
 * Unencrypted WebSocket is for loopback alone (protocol P5). Never throws.
 * @param mayLeaveThisHost false on the development runtime, whose TLS and reviewer key are not fit for other hosts
 */
export function readAddress(typed: string, { mayLeaveThisHost }: { readonly mayLeaveThisHost: boolean }): AddressReading {
  const url = parse(typed.trim())
  if (url === null || !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) return refuse('That is not the address of a point. It looks like ws://127.0.0.1:7717 on this host, or wss://host:7717 elsewhere.')
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') return refuse(`A point is reached by ws:// or wss://, not by ${url.protocol}//.`)
  if (url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return refuse('The address of a point is a host and a port, with no name, path or question behind it. Leave those out.')
  }
  const isLoopback = isLoopbackHost(url.hostname)
  const isTls = url.protocol === 'wss:'
  if (!isLoopback && !mayLeaveThisHost) {
    return refuse(`${url.href} is on another host. This is the development runtime, which connects to points on this host alone, because its keys live for one run. Install the shipped Electron, by npm start where its download can be reached, and try again there.`)
  }
  if (!isLoopback && !isTls) return refuse(`${url.href} is on another host and would be spoken to without encryption. Use its wss:// address.`)
  return { status: 'read', address: { url: url.href, isLoopback, isTls } }
}

/** Whether a host in an address is this one. The name `localhost` is checked once more when it has been resolved. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || /^::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

function parse(text: string): URL | null {
  if (text.length > 512) return null
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  try {
    if (hasScheme) return new URL(text)
    const guess = new URL(`ws://${text}`)
    return isLoopbackHost(guess.hostname) ? guess : new URL(`wss://${text}`)
  } catch {
    return null
  }
}

const refuse = (sentence: string): AddressReading => ({ status: 'refused', sentence })
