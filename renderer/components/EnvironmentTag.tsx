import classes from './EnvironmentTag.module.css'

export type Environment = 'production' | 'pilot' | 'sandbox'

// The names of the wire: the pictures say STAGE and DEV, which are names of something else.
const WORDS = { production: 'PROD', pilot: 'PILOT', sandbox: 'SANDBOX' } as const

/** Where an agent works. A strong border for production, a quiet one before it, a dashed one for a sandbox. */
export function EnvironmentTag({ environment }: { readonly environment: Environment }) {
  return <span className={classes['tag']} data-environment={environment} title={environment}>{WORDS[environment]}</span>
}
