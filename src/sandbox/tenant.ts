// The stand-in tenant: its people, its helpdesk group, its Cloud PCs, and the restarts that it has accepted.

export const tenantId = '00000000-0000-4000-8000-0000000000aa'
export const helpdeskGroupId = '00000000-0000-4000-8000-0000000000bb'

export type SandboxPerson = {
  /** The Entra object id. */
  readonly id: string
  readonly givenName: string
  readonly surname: string
  readonly name: string
  readonly userPrincipalName: string
  readonly isHelpdesk: boolean
}

function person(number: number, givenName: string, surname: string, isHelpdesk = false): SandboxPerson {
  const userPrincipalName = `${givenName}.${surname}@contoso.example`.toLowerCase()
  const id = `5b0a7c10-0000-4000-8000-${String(number).padStart(12, '0')}`
  return { id, givenName, surname, name: `${givenName} ${surname}`, userPrincipalName, isHelpdesk }
}

export const people = {
  ana: person(1, 'Ana', 'Ferreira'),
  ben: person(2, 'Ben', 'Okafor', true),
  chiara: person(3, 'Chiara', 'Rossi', true),
  deniz: person(4, 'Deniz', 'Kaya'),
  emil: person(5, 'Emil', 'Novak'),
  fatima: person(6, 'Fatima', 'Haddad'),
  goran: person(7, 'Goran', 'Petrov'),
  hana: person(8, 'Hana', 'Sato'),
} as const satisfies Record<string, SandboxPerson>

export type SandboxCloudPc = {
  readonly id: string
  readonly name: string
  readonly owner: SandboxPerson
  readonly plan: string
  readonly isFrontline: boolean
  /** In Graph's words. */
  readonly status: string
  readonly powerState: 'running' | 'poweredOff' | null
}

function cloudPc(
  number: number,
  name: string,
  owner: SandboxPerson,
  own: Partial<SandboxCloudPc> = {},
): SandboxCloudPc {
  return {
    id: `c10dbc00-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name,
    owner,
    plan: 'Cloud PC Enterprise 2vCPU/8GB/128GB',
    isFrontline: false,
    status: 'provisioned',
    powerState: null,
    ...own,
  }
}

const frontline = { plan: 'Cloud PC Frontline 2vCPU/8GB/128GB', isFrontline: true, powerState: 'poweredOff' } as const

export const cloudPcs = {
  ana: cloudPc(1, 'CPC-ANA-01', people.ana),
  ben: cloudPc(2, 'CPC-BEN-01', people.ben),
  deniz1: cloudPc(3, 'CPC-DENIZ-01', people.deniz),
  deniz2: cloudPc(4, 'CPC-DENIZ-02', people.deniz, { plan: 'Cloud PC Enterprise 4vCPU/16GB/256GB' }),
  emil: cloudPc(5, 'CPC-EMIL-01', people.emil, frontline),
  fatima: cloudPc(6, 'CPC-FATIMA-01', people.fatima, { status: 'provisioning' }),
  goran: cloudPc(7, 'CPC-GORAN-01', people.goran, { status: 'inGracePeriod' }),
} as const satisfies Record<string, SandboxCloudPc>

/** A restart that the tenant accepted. */
export type Reboot = { readonly cloudPcId: string; readonly at: Date }

export type ActionState = 'pending' | 'active' | 'done'

export type Tenant = {
  readonly people: readonly SandboxPerson[]
  readonly cloudPcs: readonly SandboxCloudPc[]
  readonly accept: (cloudPcId: string) => void
  /** Every accepted restart, the oldest first. */
  readonly reboots: () => readonly Reboot[]
  readonly stateOf: (reboot: Reboot) => { readonly state: ActionState; readonly since: Date }
}

export type TenantOptions = {
  readonly now: () => Date
  /** 1 is a restart of eight seconds; 4 is four times as fast. */
  readonly speed: number
}

const activeAfterMs = 2_000
const doneAfterMs = 8_000

/** Accepts every restart that it is asked for, as Graph does: a second POST is a second restart. */
export function createTenant({ now, speed }: TenantOptions): Tenant {
  const all: readonly SandboxCloudPc[] = Object.values(cloudPcs)
  const reboots: Reboot[] = []
  return {
    people: Object.values(people),
    cloudPcs: all,
    accept(cloudPcId) {
      reboots.push({ cloudPcId, at: now() })
    },
    reboots: () => [...reboots],
    stateOf({ cloudPcId, at }) {
      const age = (now().getTime() - at.getTime()) * speed
      const after = (ms: number) => new Date(at.getTime() + ms / speed)
      // What is sent to a Cloud PC that is off waits until somebody turns it on.
      const isOff = all.some((pc) => pc.id === cloudPcId && pc.powerState === 'poweredOff')
      if (isOff || age < activeAfterMs) return { state: 'pending', since: at }
      if (age < doneAfterMs) return { state: 'active', since: after(activeAfterMs) }
      return { state: 'done', since: after(doneAfterMs) }
    },
  }
}
