// The helpdesk's card about automatic restarts: why they were stopped, or that they go on.
import type { Brake } from './policy/brake.ts'
import type { Screen } from './screens.ts'
import { showNotice } from './show-notice.ts'
import * as texts from './texts.ts'

export function showBrake({ why, by }: Brake, symptomTitle: string): Screen {
  if (!why) return showNotice(texts.brake.lifted(by?.name ?? ''), 'good', [])
  return showNotice(texts.brake.pulled(why, symptomTitle), 'warning', [
    {
      title: texts.buttons.liftBrake,
      action: { on: 'command', verb: 'command', id: 'notice', choice: 'lift-brake' },
    },
  ])
}
