// Who plays in the demo.

/** Invented: whoever starts the console is another person, so that they may decide on what her agents do. */
export const OWNER = { iss: 'https://people.halden.example', sub: 'mara', name: 'Mara Lindqvist' }

/** The agents, and what they are for. */
export const DEMO_AGENTS = [
  { name: 'notes-agent', purpose: 'Keeps notes in files of its own', environment: 'sandbox' },
  { name: 'release-agent', purpose: 'Keeps the limits of the service up to date', environment: 'production' },
  { name: 'mail-agent', purpose: 'Reads the mail and files it', environment: 'production' },
]
