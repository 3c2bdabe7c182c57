import classes from './EnvironmentTag.module.css'

export type Environment = 'production' | 'pilot' | 'sandbox'

const WORDS = { production: 'PROD', pilot: 'STAGE', sandbox: 'DEV' } as const

/** Where an agent works. A strong border for production, a quiet one before it, a dashed one for a sandbox. */
export function EnvironmentTag({ environment }: { readonly environment: Environment }) {
  return <span className={classes['tag']} data-environment={environment} title={environment}>{WORDS[environment]}</span>
}
