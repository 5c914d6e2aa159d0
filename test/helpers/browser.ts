// The browser that is installed on this machine, for tests that look at pages as a person would.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const programFiles = ['C:\\Program Files', 'C:\\Program Files (x86)']
const candidates = [
  ...[
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ].map((name) => `/usr/bin/${name}`),
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...programFiles.flatMap((folder) => [
    `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
    `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
]

/** The path of Chrome, Edge or Chromium; undefined where none of them is installed. */
export const findBrowser = (): string | undefined => candidates.find((file) => existsSync(file))

export type OpenBrowser = { readonly context: BrowserContext; close(): Promise<void> }

/** Opens the installed browser without a window, on an empty profile that is deleted again. */
export async function openBrowser(viewport: { width: number; height: number }): Promise<OpenBrowser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('No Chrome, Edge or Chromium is installed.')
  const profile = mkdtempSync(path.join(tmpdir(), 'reconnect-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
