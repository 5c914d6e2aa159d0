// Sentences about machines and restarts; src/core/texts.ts gives them out.
import type { CloudPc } from './cloud-pc.ts'
import type { BrakeReason } from './policy/brake.ts'
import type { RestartReason, RestartState } from './restart-request.ts'
import type { RestartRefusal } from './session.ts'

export const devices = {
  title: 'Which Cloud PC?',
  body: 'You have more than one. Which one should be restarted?',
  label: 'Cloud PC',
  missing: 'Choose a Cloud PC first.',
  option: ({ name, plan, status }: CloudPc) =>
    `${name} · ${plan}${status === 'unknown' || status === 'provisioned' ? '' : ` · ${statusWords[status]}`}`,
}

const statusWords: Readonly<Record<CloudPc['status'], string>> = {
  provisioned: 'ready',
  provisioning: 'being set up',
  'in-grace-period': 'in its grace period',
  deprovisioning: 'being removed',
  resizing: 'being resized',
  restoring: 'being restored',
  failed: 'set-up failed',
  unknown: 'state not known',
}

/** One line about a Cloud PC, for the helpdesk. */
export const deviceFact = ({ name, plan, status, power, frontline }: CloudPc): string =>
  [
    name,
    plan,
    statusWords[status],
    ...(frontline ? ['Frontline'] : []),
    ...(power === 'off' ? ['powered off'] : []),
  ].join(', ')

export const confirm = {
  title: (name: string) => `Restart ${name}?`,
  body: 'It takes about five minutes.',
  off: 'This Cloud PC is powered off. The restart happens when it is next powered on.',
  frontline:
    'It takes about five minutes; if it is powered off, it restarts when it is next powered on. Everybody who uses this Cloud PC is signed out.',
  approval: 'The helpdesk has to agree to this restart first.',
  warning: 'Unsaved work on it will be lost.',
  device: 'Cloud PC',
  plan: 'Size',
}

export const machine = {
  title: 'Restart a machine',
  body: 'I can’t restart this kind of machine myself. I’ll send a restart request to the helpdesk, with the steps for it.',
  noCloudPc: 'I found no Cloud PC of yours. If you use another machine, I’ll send a restart request to the helpdesk.',
  productLabel: 'What is it?',
  productMissing: 'Choose what it is.',
  nameLabel: 'Name of the machine, as in your connection',
  nameMissing: 'Enter the name: letters, digits, dots and hyphens.',
  send: 'Send restart request',
}

export const refused = {
  title: 'I didn’t restart it',
  because: (refusal: RestartRefusal): string => {
    switch (refusal.rule) {
      case 'not-yours':
        return 'That Cloud PC isn’t assigned to you any more. Nothing was restarted. The helpdesk can tell you which one is yours.'
      case 'under-way':
        return 'A restart of this Cloud PC is already under way. Give it five minutes, then connect.'
      case 'waits-for-approval':
        return 'A restart of this Cloud PC waits for the helpdesk’s approval already. I’ll tell you when they answer.'
      case 'lookup-failed':
        return 'I couldn’t look up your Cloud PCs just now. Nothing was restarted. Try again in a few minutes, or restart at windows365.microsoft.com.'
      case 'no-access':
        return `I’m not allowed to look up Cloud PCs at the moment. Nothing was restarted. You can restart at windows365.microsoft.com. ${refusal.ticket === undefined ? restart.untold : restart.passedOn(refusal.ticket)}`
      case 'status':
        return `This Cloud PC is ${statusWords[refusal.status]}, so a restart isn’t possible now. The helpdesk can see what it is waiting for.`
      case 'action-under-way':
        return refusal.action === 'restart'
          ? 'Windows 365 is restarting this Cloud PC already, or will as soon as it is powered on. Give it five minutes, then connect.'
          : 'Windows 365 is busy with another action on this Cloud PC, so a restart isn’t possible now. Try again in ten minutes, or ask the helpdesk what it is.'
      case 'cool-down':
        return `This Cloud PC was restarted a short while ago. Another restart is possible in ${minutes(refusal.minutes)}. If the error is still there, a second restart rarely helps: ask the helpdesk.`
      case 'daily-cap':
        return `You have had ${refusal.cap} restarts in the last 24 hours. Something else is wrong, and the helpdesk should look at it.`
    }
  },
}

const minutes = (count: number): string => (count === 1 ? 'one minute' : `${count} minutes`)

export const restart = {
  requested: {
    title: (name: string) => `Restart of ${name}`,
    body: 'I’m checking whether it can be restarted now.',
  },
  approved: { title: (name: string) => `Restarting ${name}`, body: 'I’m asking Windows 365 for the restart.' },
  waiting: {
    title: (name: string) => `${name} waits for approval`,
    body: (ticket: number | undefined) =>
      `The helpdesk has to agree to this restart. ${ticket === undefined ? '' : `They have your request as ticket ${ticket}. `}I’ll tell you here.`,
    passedOn: (ticket: number) =>
      `The helpdesk has to agree to this restart. I’m passing your request on to them as ticket ${ticket}, and I’ll tell you here.`,
  },
  sending: {
    title: (name: string) => `Restarting ${name}`,
    body: 'I’ve asked Windows 365 for the restart and I’m waiting for its answer.',
  },
  later: {
    title: (name: string) => `${name} will be restarted soon`,
    body: 'Windows 365 is busy. I’ll ask again by myself; you don’t have to do anything.',
  },
  muchLater: {
    title: (name: string) => `${name} will be restarted later`,
    body: 'Windows 365 is busy and asks me to wait for more than ten minutes. I’ll ask again by myself then. If you can’t wait, press “Get help”, and the helpdesk can look at it now.',
  },
  sent: {
    title: (name: string) => `Restarting ${name}`,
    body: 'Windows 365 has accepted the restart. It takes about five minutes; a Cloud PC that is powered off restarts when it is next powered on.',
  },
  joined: {
    title: (name: string) => `${name} is being restarted already`,
    body: 'A restart of it was under way before mine, so I’m following that one. I’ll tell you when it has finished.',
  },
  restarting: { title: (name: string) => `${name} is restarting`, body: 'It takes about five minutes.' },
  done: { title: (name: string) => `${name} has restarted`, body: 'Can you connect now?' },
  unconfirmed: {
    title: (name: string) => `${name}: restart not confirmed`,
    body: 'Windows 365 accepted the restart, but I couldn’t see it finish. One that is powered off restarts when it is powered on. Can you connect now?',
  },
  unclear: {
    title: (name: string) => `I can’t tell if ${name} restarts`,
    body: 'Windows 365 didn’t answer clearly, so I won’t ask twice. Can you connect now?',
  },
  failed: { title: (name: string) => `${name} wasn’t restarted` },
  seeBelow: 'My next message says more.',
  passedOn: (ticket: number) => `I’m telling the helpdesk; it is ticket ${ticket}.`,
  told: (ticket: number) => `The helpdesk has been told; it is ticket ${ticket}.`,
  untold: 'I couldn’t reach the helpdesk, so please tell them yourself.',
  declined: {
    title: (name: string) => `${name} won’t be restarted`,
    body: (by: string) => `${by} declined the restart. The reason is on your ticket.`,
  },
  withdrawn: {
    title: (name: string) => `${name} won’t be restarted`,
    body: 'You withdrew the request. Nothing was restarted.',
  },
  failures: {
    'no-right':
      'I’m not allowed to restart Cloud PCs at the moment. Nothing was restarted. You can restart it at windows365.microsoft.com.',
    'not-signed-in':
      'I couldn’t sign in to Windows 365. Nothing was restarted. You can restart it at windows365.microsoft.com.',
    'not-found': 'Windows 365 couldn’t find this Cloud PC. Nothing was restarted.',
    removed: 'This Cloud PC doesn’t exist any more. Nothing was restarted.',
    reassigned: 'This Cloud PC isn’t assigned to you any more. Nothing was restarted.',
    busy: 'Another action is under way on this Cloud PC, so Windows 365 refused the restart. Wait ten minutes, then connect or try again.',
    'graph-unreachable':
      'Windows 365 couldn’t be reached, or is too busy. Nothing was restarted. You can try windows365.microsoft.com.',
    'action-failed': 'Windows 365 tried to restart it and failed.',
    'not-allowed-any-more': 'Something changed before I could send the restart, so I sent none.',
    'consent-too-old':
      'It’s a while since you asked, and you may have work open on it now. Nothing was restarted. Press the button when you’re ready.',
    'approval-too-late':
      'Nobody of the helpdesk answered in time. Nothing was restarted. You can ask again, or get help.',
    'unclear-answer': 'Windows 365 didn’t answer clearly.',
    'not-confirmed': 'The restart couldn’t be confirmed.',
  } satisfies Readonly<Record<RestartReason, string>>,
  lookup: (reason: 'no-right' | 'not-signed-in') => `Looking up Cloud PCs: ${helpdeskReasons[reason]}`,
  askedAgain: (name: string) => `Restart of ${name}: asked for again, and your approval holds for it.`,
  /** What the helpdesk reads when a person has to act. */
  helpdesk: (name: string, reason: RestartReason) => `Restart of ${name}: ${helpdeskReasons[reason]}`,
}

const helpdeskReasons: Readonly<Record<RestartReason, string>> = {
  'no-right':
    'Graph answered 403. Reconnect lacks CloudPC.ReadWrite.All, or its consent was taken back. Nothing was restarted.',
  'not-signed-in':
    'Graph answered 401 twice, or the sign-in was refused. Check Reconnect’s credential. Nothing was restarted.',
  'not-found':
    'Graph answered 404, and a second look did not tell why. Look for the Cloud PC in Intune. Nothing was restarted.',
  removed: 'Graph answered 404 and has no such Cloud PC any more. Did its licence end? Nothing was restarted.',
  reassigned:
    'Graph answered 404; the Cloud PC is there, but no longer assigned to the requester. Nothing was restarted.',
  busy: 'Graph answered 409 or 423: another action is under way, so it refused the restart.',
  'graph-unreachable': 'Graph could not be reached, or was too busy, until the bot gave up. Nothing was restarted.',
  'action-failed': 'Windows 365 reports that the restart failed.',
  'consent-too-old':
    'the requester’s consent was too old when the restart was due, so they were asked again. Nothing was restarted.',
  'approval-too-late': 'nobody approved it in time, and its requester has been told. Nothing was restarted.',
  'not-allowed-any-more': 'the facts had changed when the restart was due. Nothing was restarted.',
  'unclear-answer':
    'Graph’s answer was unclear, and no restart could be seen in its list of actions. Look at the Cloud PC in Intune before you restart it again.',
  'not-confirmed': 'accepted by Graph, but no end of it was seen.',
}

export const brake = {
  pulled: (why: BrakeReason, symptom: string) => ({
    title: 'Automatic restarts are stopped',
    body: `${brakeReason(why, symptom)} Each restart now waits for your approval. Look for the cause first, then press the button.`,
  }),
  lifted: (by: string) => ({ title: 'Automatic restarts go on', body: `${by} lifted the stop.` }),
  notPulled: { title: 'Nothing to lift', body: 'Automatic restarts are not stopped.' },
}

const brakeReason = (why: BrakeReason, symptom: string): string =>
  why.rule === 'failing'
    ? `${why.failures} of the last ${why.restarts} restarts went wrong.`
    : `${why.people} people asked for a restart within an hour, all with “${symptom}”.`

export const restartStates: Readonly<Record<RestartState, string>> = {
  requested: 'Being checked',
  'awaiting-approval': 'Waits for approval',
  approved: 'About to start',
  sending: 'Being sent',
  sent: 'Accepted',
  restarting: 'Restarting',
  done: 'Done',
  failed: 'Not restarted',
  unknown: 'Not confirmed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
}

/** What the person wrote with a ticket that asks for a restart. */
export const restartMachine = {
  title: 'Restart this machine',
  summary: 'The helpdesk restarts the machine.',
  portal: (name: string) => `In the Azure portal, open the virtual machine ${name}, select Overview, then Restart.`,
  avd: (name: string) =>
    `In the Azure portal, open Azure Virtual Desktop, Host pools, the pool's Session hosts, and ${name}. If others are signed in, tell them first. Open its virtual machine.`,
  command: 'Or with Azure PowerShell:',
  redeploy:
    'If the restart doesn’t help, redeploy it (Help, Redeploy, or the command). The temporary disk is lost, and a dynamic IP address changes.',
}
