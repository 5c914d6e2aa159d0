// Text that tries to come alive on a card, and every screen that shows what people and other systems wrote.
import { restartStates } from '../../src/core/restart-request.ts'
import type { Screen } from '../../src/core/screens.ts'
import { showBrake } from '../../src/core/show-brake.ts'
import { showNotice } from '../../src/core/show-notice.ts'
import { showRequests, showTicketList } from '../../src/core/show-requests.ts'
import { showRestart } from '../../src/core/show-restart.ts'
import { showTicket, showTicketInChannel, showTicketOutside, type Typed } from '../../src/core/show-ticket.ts'
import * as texts from '../../src/core/texts.ts'
import { aCloudPc, aRequest, aSession, aTicket, aTime } from './builders.ts'
import { show } from './every-screen.ts'

/** Stands in every payload, so that it is found wherever it lands. */
export const marker = 'zqx'

const links = [
  `[${marker}](https://evil.example)`,
  `[${marker}](https://evil.example "title")`,
  `[${marker}](<https://evil.example>)`,
  `[${marker}] (https://evil.example)`,
  `[${marker}](javascript:alert(1))`,
  `[${marker}](msteams:/l/chat/0/0?users=a@evil.example)`,
  `[${marker}](data:text/html;base64,PHNjcmlwdD4=)`,
  `[${marker}][1]\n\n[1]: https://evil.example`,
  `[[${marker}](https://evil.example)](https://evil.example)`,
  `\\[${marker}](https://evil.example)`,
  `\\\\[${marker}](https://evil.example)`,
  `<https://evil.example/${marker}>`,
  `<mailto:${marker}@evil.example>`,
  `![${marker}](https://evil.example/pixel.png)`,
  `[![${marker}](https://evil.example/a.png)](https://evil.example)`,
  `&#91;${marker}&#93;(https://evil.example)`,
  `[${marker}\n](https://evil.example)`,
  `]( [${marker}](https://evil.example)`,
]

const emphasis = [
  `**${marker}**`,
  `__${marker}__`,
  `*${marker}*`,
  `_${marker}_`,
  `***${marker}***`,
  `~~${marker}~~`,
  `\`${marker}\``,
  `\`\`\`\n${marker}\n\`\`\``,
  `\\*${marker}\\*`,
  `snake_case_${marker}_name`,
]

const blocks = [
  `# ${marker}`,
  `###### ${marker}`,
  `${marker}\n===`,
  `${marker}\n---`,
  `---\n${marker}`,
  `***\n${marker}`,
  `- ${marker}\n- b`,
  `* ${marker}`,
  `+ ${marker}`,
  `1. ${marker}\n2. b`,
  `7) ${marker}`,
  `> ${marker}`,
  `| ${marker} | b |\n|---|---|\n| c | d |`,
  `-\n${marker}`,
]

const tags = [
  `<b>${marker}</b>`,
  `<a href="https://evil.example">${marker}</a>`,
  `<img src=x onerror=alert('${marker}')>`,
  `<script>alert('${marker}')</script>`,
  `<iframe src="https://evil.example/${marker}"></iframe>`,
  `<at>${marker}</at>`,
  `<at id="0">${marker} Helpdesk</at>`,
  `&lt;at&gt;${marker}&lt;/at&gt;`,
  `<!-- ${marker} -->`,
  `</textarea><b>${marker}</b>`,
]

const expressions = [
  `\${title} ${marker}`,
  `\${$root.summary} ${marker}`,
  `\${1 + 1} ${marker}`,
  `\${json('{"a":1}')} ${marker}`,
  `\${if(true, '${marker}', '')}`,
  `$\{buttons[0].data.nonce} ${marker}`,
  `\\\${title} ${marker}`,
  `{${marker}}`,
  `"}],"actions":[{"type":"Action.OpenUrl","url":"https://evil.example","title":"${marker}"}`,
]

const dates = [
  `{{DATE(2026-03-02T09:30:00Z,SHORT)}} ${marker}`,
  `{{TIME(2026-03-02T09:30:00Z)}} ${marker}`,
  `{{DATE(2026-03-02T09:30:00Z)}}${marker}{{TIME(2026-03-02T09:30:00Z)}}`,
  `{{DATE([${marker}](https://evil.example)}}`,
  `{{TIME(![${marker}](https://evil.example)}}`,
  `{\u200b{DATE(2026-03-02T09:30:00Z)}} ${marker}`,
]

const unseen = [
  `\u202e${marker} evil`,
  `${marker}\u2066\u202dabc\u202c\u2069`,
  `${marker}\u200f\u061cabc`,
  `${marker}\u200b\u200b\u2060\ufeffabc`,
  `[${marker}\u200b](https://evil.example)`,
  `<a\u200bt>${marker}</at>`,
  `${marker}\u0000\u0007\u001b[31m`,
  `${marker}\u{e0041}\u{e0042}`,
  `${marker}\ud800 lone`,
]

const long = [
  marker + 'a'.repeat(280),
  marker + '漢'.repeat(150),
  `${marker}.${'sub-domain.'.repeat(22)}example`,
  marker + '👩‍💻'.repeat(30),
  `C:\\${marker}\\${'folder\\'.repeat(30)}`,
  marker + '*'.repeat(120),
  marker + '['.repeat(120),
]

export const payloads: readonly string[] = [
  ...links,
  ...emphasis,
  ...blocks,
  ...tags,
  ...expressions,
  ...dates,
  ...unseen,
  ...long,
]

/** The helpdesk's card with the text wherever somebody else's text stands. */
export const hostileTicket = (text: string, verb: Typed['verb'] = 'reply'): Screen =>
  showTicketInChannel(ticketOf(text), {
    symptom: undefined,
    request: requestOf(text),
    colleagues: [{ id: 'q', name: text }],
    onCall: { id: 'q', name: text },
    viewers: [],
    notice: texts.ticket.changedMeanwhile(text, 'taken'),
    typed: { verb, text },
  })

/** Every screen that shows what people or other systems wrote, with the text in all such places. */
export function hostileScreens(text: string): Screen[] {
  const device = aCloudPc({ name: text, plan: text, frontline: true })
  const at = (place: Parameters<typeof aSession>[0]) => show(aSession({ excerpt: text, ...place }))
  const ticket = ticketOf(text)
  return [
    ...(['reply', 'decline', 'escalate', 'note'] as const).map((verb) => hostileTicket(text, verb)),
    showTicket(ticket, texts.ticket.refusals({ rule: 'taken-already', by: { id: 'p', name: text } }), {
      verb: 'comment',
      text,
    }),
    showTicket({ ...ticket, state: 'declined' }),
    showTicketOutside(ticket, texts.ticket.refusals({ rule: 'not-owner', by: { id: 'p', name: text } })),
    showRequests({ tickets: [ticket], total: 1, page: 0 }, [requestOf(text)]),
    showTicketList('open', { tickets: [ticket], total: 1, page: 0 }),
    showBrake({ version: 1, why: { rule: 'flood', symptomId: 'x', people: 10 }, at: aTime(), by: undefined }, text),
    showBrake({ version: 2, why: undefined, at: aTime(), by: { id: 'p', name: text } }, ''),
    showNotice(texts.reminder(ticket.number, text)),
    showNotice(texts.assigned(ticket.number, text)),
    showNotice(texts.onCall.done(text)),
    at({ place: { at: 'help-form' } }),
    at({ place: { at: 'devices', devices: [device, { ...device, id: 'second' }] } }),
    at({ place: { at: 'confirm', device, needsApproval: false } }),
    at({
      evidence: [
        { kind: 'phrase', phrase: text },
        { kind: 'code', code: text },
      ],
      place: { at: 'runbook', page: 0 },
    }),
    at({
      place: {
        at: 'choosing',
        candidates: [{ symptomId: text, evidence: [{ kind: 'phrase', phrase: text }] }],
        disagree: false,
      },
    }),
    ...restartStates.map((state) => showRestart({ ...requestOf(text), state }, aSession(), 1001)),
  ]
}

const ticketOf = (text: string) => {
  const person = { id: 'p', name: text }
  const kinds = ['filed', 'comment', 'reply', 'declined', 'restart'] as const
  return aTicket({
    state: 'taken',
    requester: person,
    owner: person,
    facts: {
      ...aTicket().facts,
      excerpt: text,
      machine: text,
      devices: [texts.deviceFact(aCloudPc({ name: text, plan: text }))],
    },
    events: [
      ...kinds.map((kind) => ({ at: aTime(), actor: person, kind, text })),
      { at: aTime(), actor: person, kind: 'assigned', text: '', to: person },
    ],
  })
}

const requestOf = (text: string) =>
  aRequest({ cloudPc: { id: 'c', name: text }, decidedBy: { id: 'p', name: text }, person: { id: 'p', name: text } })
