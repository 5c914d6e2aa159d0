// The steps that restart one named machine which Graph's Cloud PC call cannot reach: for the helpdesk's card.
import * as z from 'zod'
import type { Product, Solution } from './catalog.ts'
import * as texts from './texts.ts'

/** A machine's name as a person may type it: safe to stand in a command. */
export const machineName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/)

export const restartMachineSolution = (product: Product, name: string): Solution => ({
  id: 'restart-machine',
  title: texts.restartMachine.title,
  audience: 'helpdesk',
  summary: texts.restartMachine.summary,
  cures: ['asked'],
  restart: 'helps',
  links: [],
  sources: [{ document: 'azure-vm-rdp-troubleshooting-2024', heading: 'Troubleshoot using Azure PowerShell' }],
  steps: [
    ...(product === 'azure-virtual-desktop' ? [texts.restartMachine.avd(name)] : []),
    texts.restartMachine.portal(name),
    {
      text: texts.restartMachine.command,
      command: {
        language: 'powershell',
        code: commandFor(name, 'Restart-AzVM -ResourceGroupName $vm.ResourceGroupName -Name $vm.Name'),
      },
    },
    {
      text: texts.restartMachine.redeploy,
      command: {
        language: 'powershell',
        code: commandFor(name, 'Set-AzVM -Redeploy -ResourceGroupName $vm.ResourceGroupName -Name $vm.Name'),
      },
    },
  ],
})

// A session host is listed under its full name; the virtual machine has the first part of it.
const commandFor = (name: string, then: string): string =>
  `$vm = Get-AzVM -Name "${name.split('.')[0] ?? name}"\n${then}`
