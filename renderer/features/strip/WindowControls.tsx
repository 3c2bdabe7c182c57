import { Minus, Square, SquaresExclude, X } from 'lucide-react'
import { bridge } from '../../bridge.ts'
import { useHost } from '../../stores/host.ts'
import classes from './WindowControls.module.css'

/** What a title bar offers, because the strip is the title bar. */
export function WindowControls() {
  const isMaximised = useHost(({ host }) => host?.isMaximised === true)
  const SizeIcon = isMaximised ? SquaresExclude : Square
  return (
    <div className={classes['controls']}>
      <button type="button" className={classes['control']} aria-label="Minimise window" title="Minimise" onClick={() => void bridge.minimiseWindow()}>
        <Minus size={14} strokeWidth={1.75} aria-hidden />
      </button>
      <button type="button" className={classes['control']} aria-label={isMaximised ? 'Restore window' : 'Maximise window'} title={isMaximised ? 'Restore' : 'Maximise'} onClick={() => void bridge.toggleMaximised()}>
        <SizeIcon size={12} strokeWidth={1.75} aria-hidden />
      </button>
      <button type="button" className={classes['control']} aria-label="Close window" title="Close" onClick={() => void bridge.closeWindow()}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  )
}
