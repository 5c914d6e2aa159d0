// A turn whose channel waits for its end, however long that takes, so that it is known what came of it.
import { type TurnTimes, turnTimes } from '../../src/teams/start-turn.ts'

const never = 600_000

export const patientTurn: TurnTimes = {
  ...turnTimes,
  answerOnceKept: never,
  answerAnyway: never,
  answerAtLast: never,
}
