export { openTelemetry } from './openTelemetry.ts'
export { Sealer, SEAL_EVERY_MS } from './Sealer.ts'
export { DEFAULT_LIMITS, Telemetry, type SealedRange, type TelemetryEvent, type TelemetryLimits } from './Telemetry.ts'
