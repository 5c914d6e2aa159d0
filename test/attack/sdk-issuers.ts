// The issuers that the SDK believes an emulator's token may have: a list of the whole process, to which the SDK itself adds
// what an unverified token claims.
import { ToBotFromBotOrEmulatorTokenValidationParameters as rules } from 'botframework-connector/lib/auth/tokenValidationParameters.js'

export function issuersOfTheSdk(): number {
  if (!Array.isArray(rules.issuer)) throw new Error('the SDK keeps its issuers elsewhere')
  return rules.issuer.length
}
