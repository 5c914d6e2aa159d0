// Lets the SDK check tokens with the keys that the bot keeps. By itself it asks for keys without a deadline, several times at
// once, and trusts none any more once it cannot ask again. The place is the SDK's own; a test fails when it is moved.
import { KeyObject } from 'node:crypto'
import { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js'
import type { ChannelKey, ChannelKeys } from './channel-keys.ts'

type SdkKey = { readonly key: KeyObject; readonly endorsements: readonly string[] }
type SdkKeys = { getKey(kid: string): Promise<SdkKey | null> }

/** `metadataUrl` is the address under which the SDK would ask. */
export function useKeys(metadataUrl: string, keys: ChannelKeys): void {
  const places: unknown = Reflect.get(JwtTokenExtractor, 'openIdMetadataCache')
  if (places instanceof Map) places.set(metadataUrl, sdkKeys(keys))
}

function sdkKeys(keys: ChannelKeys): SdkKeys {
  const converted = new WeakMap<ChannelKey, SdkKey>()
  const convert = (one: ChannelKey): SdkKey => {
    const made = converted.get(one) ?? { key: KeyObject.from(one.key), endorsements: one.endorsements }
    converted.set(one, made)
    return made
  }
  return {
    async getKey(kid) {
      const found = await keys.find(kid)
      return typeof found === 'string' ? null : convert(found)
    },
  }
}
