export { Fleet, type FleetListener, type KnownAgent, type KnownSession } from './Fleet.ts'
export { judgeStatement, type StatementVerdict } from './judgeStatement.ts'
export { alarmOf, newPoint, onlyKeyOf, type Admission, type PinnedPoint, type Point, type RememberedHead, type Standing, type StreamPlace } from './Point.ts'
export { Points } from './Points.ts'
