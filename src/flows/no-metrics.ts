// Counts nothing: for whoever wants no metrics.
import type { Metrics } from './ports.ts'

const nothing = (): void => undefined

export const noMetrics: Metrics = {
  turn: nothing,
  matched: nothing,
  restartEnded: nothing,
  graphCall: nothing,
  sent: nothing,
  refused: nothing,
  shed: nothing,
}
