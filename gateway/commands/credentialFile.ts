import { dirname, join } from 'node:path'

/** Where the launch credential of an agent lies: beside the configuration, in a file of its own. */
export const credentialFile = (config: string, agent: string): string => join(dirname(config), `${agent}.credential`)
