// The cards between "Restart my Cloud PC" and the request: which machine, are you sure, or why not.
import type { Product } from './catalog.ts'
import type { CloudPc } from './cloud-pc.ts'
import type { Screen } from './screens.ts'
import { backButton, buttonsOf } from './session-buttons.ts'
import { cameFrom, passes, type Place, type RestartRefusal, type Session } from './session.ts'
import { showNotice } from './show-notice.ts'
import * as texts from './texts.ts'

/** The machines that the helpdesk restarts, since Graph's Cloud PC call cannot. */
export const machineProducts = ['azure-virtual-desktop', 'azure-vm'] as const satisfies readonly Product[]

export const isMachine = (product: Product | undefined): boolean => machineProducts.some((other) => other === product)

export function showDevices(session: Session, devices: readonly CloudPc[]): Screen {
  const button = buttonsOf(session)
  return {
    kind: 'devices',
    summary: texts.devices.title,
    ...texts.devices,
    options: devices.map((device) => ({ title: texts.devices.option(device), value: device.id })),
    buttons: [
      button(texts.buttons.next, 'choose-device'),
      button(texts.buttons.otherMachine, 'other-machine'),
      button(texts.buttons.getHelp, 'get-help'),
      backButton(session, texts.buttons.cancel),
    ],
  }
}

export function showConfirm(session: Session, { device, needsApproval }: Extract<Place, { at: 'confirm' }>): Screen {
  const button = buttonsOf(session)
  const duration =
    device.power === 'off' ? texts.confirm.off : device.frontline ? texts.confirm.frontline : texts.confirm.body
  return {
    kind: 'confirm',
    summary: texts.confirm.title(device.name),
    title: texts.confirm.title(device.name),
    body: needsApproval ? `${texts.confirm.approval} ${duration}` : duration,
    warning: texts.confirm.warning,
    rows: [
      { label: texts.confirm.device, value: device.name },
      { label: texts.confirm.plan, value: device.plan },
    ],
    buttons: [
      button(
        needsApproval ? texts.buttons.askForRestart(device.name) : texts.buttons.confirmRestart(device.name),
        'confirm-restart',
      ),
      // Who has several has seen that button on the list.
      ...(cameFrom(session)?.at === 'devices' ? [] : [button(texts.buttons.otherMachine, 'other-machine')]),
      button(texts.buttons.getHelp, 'get-help'),
      backButton(session, texts.buttons.notNow),
    ],
  }
}

export function showMachine(session: Session, why: 'asked' | 'no-cloud-pc'): Screen {
  const button = buttonsOf(session)
  return {
    kind: 'machine',
    summary: texts.machine.title,
    ...texts.machine,
    body: why === 'no-cloud-pc' ? texts.machine.noCloudPc : texts.machine.body,
    // The first is the one that is chosen already.
    products: [...machineProducts]
      .sort((one, other) => Number(other === session.product) - Number(one === session.product))
      .map((product) => ({ title: texts.productNames[product], value: product })),
    buttons: [
      button(texts.machine.send, 'send-machine'),
      button(texts.buttons.getHelp, 'get-help'),
      backButton(session, texts.buttons.cancel),
    ],
  }
}

export function showRefused(session: Session, refusal: RestartRefusal): Screen {
  const button = buttonsOf(session)
  const words = { title: texts.refused.title, body: texts.refused.because(refusal) }
  return showNotice(words, 'warning', [
    ...(passes(refusal) ? [button(texts.buttons.restart, 'restart')] : []),
    button(texts.buttons.getHelp, 'get-help'),
    button(texts.buttons.solved, 'solved'),
    ...(cameFrom(session) ? [button(texts.buttons.back, 'back')] : []),
  ])
}
