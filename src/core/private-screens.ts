// Cards about a person's own machines and tickets, which are not for a channel or a group.
import type { Screen, ScreenKind } from './screens.ts'

const privateKinds: readonly ScreenKind[] = [
  'devices',
  'confirm',
  'machine',
  'help-form',
  'restart',
  'ticket',
  'requests',
]

export const isPrivate = ({ kind }: Screen): boolean => privateKinds.includes(kind)
